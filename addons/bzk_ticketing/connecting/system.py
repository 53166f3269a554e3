"""What the CRM asks of a ticketing system, whichever it is.

A system is a subclass of :class:`TicketSystem` in a module of its own; naming that module in
``__init__`` makes it one to choose from. It turns what its own interface gives into the plain
values below and knows nothing of the CRM.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

#: The systems there are, by code.
SYSTEMS = {}


@dataclass(frozen=True)
class Access:
    """Where a system is and what lets the CRM in.

    :param str address: as :func:`~.client.clean_address` takes it
    :param str organiser: short name of the library in the system
    :param str token: secret
    """

    address: str
    organiser: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Activity:
    """Something at one time and place that one can have a ticket for.

    :param str key: number in the system; for a date of a series that of the date
    :param datetime begin: with its time zone, as every moment here
    :param str price_model: ``free``, ``paid`` or ``choice``
    :param int capacity: places in all, 0 when there is no limit
    :param str branch: words of the system, as theme, audience and kind; blank when not told
    :param str fingerprint: differs when the system changed the activity
    """

    key: str
    name: str
    begin: datetime
    end: datetime
    price_model: str = "free"
    capacity: int = 0
    branch: str = ""
    theme: str = ""
    audience: str = ""
    kind: str = ""
    location: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Line:
    """One thing in an order.

    :param str number: unique within the order
    :param str activity: key of the activity
    :param Decimal price: what it cost, taxes included
    :param bool admits: it gives a seat
    :param str code: what the barcode on the ticket holds
    :param datetime checked_in: when the ticket was first scanned
    :param dict answers: question as the buyer read it -> answer
    """

    number: str
    activity: str
    item: str
    price: Decimal
    cancelled: bool = False
    admits: bool = True
    attendee_name: str = ""
    attendee_email: str = ""
    code: str = ""
    checked_in: datetime | None = None
    answers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """An order as it stands now.

    :param str state: ``pending``, ``paid``, ``cancelled`` or ``expired``
    :param Decimal total: fees included
    :param datetime confirmed: when the system mailed the tickets, where it tells
    """

    number: str
    date: datetime
    state: str
    total: Decimal
    fees: Decimal
    paid: Decimal
    refunded: Decimal
    buyer_name: str = ""
    buyer_email: str = ""
    buyer_phone: str = ""
    confirmed: datetime | None = None
    lines: tuple = ()


@dataclass(frozen=True)
class Slice:
    """Some orders, and the position from which to go on when they have been taken in."""

    orders: tuple
    position: str


class TicketSystem(ABC):
    """A ticketing system to read from.

    Every method raises :class:`~.problems.ConnectionProblem` when the system does not answer.

    :param Access access: where it is
    :param options: passed on to the :class:`~.client.Client`
    """

    code = ""
    label = ""

    def __init_subclass__(cls, **options):
        if cls.code:
            SYSTEMS[cls.code] = cls
        return super().__init_subclass__(**options)

    @abstractmethod
    def check(self):
        """Return the organiser's name as the system writes it."""

    @abstractmethod
    def activities(self, known, whole=False):
        """Give the activities that people can know of and that changed.

        :param dict known: key -> fingerprint of what was taken in before
        :param bool whole: look at all of them, else only at those to come and just past
        :return: iterator of :class:`Activity`
        """

    @abstractmethod
    def activity(self, key):
        """Return one :class:`Activity`, on sale or not, or ``None`` when there is none."""

    @abstractmethod
    def orders(self, position=None):
        """Give the orders that changed since a position, those that changed first first.

        An order may be given again; none is left out, also when others change meanwhile. The
        orders at the position itself are given too.

        :param str position: as an earlier :class:`Slice` had it, or of :meth:`position_at`
        :return: iterator of :class:`Slice`
        """

    @abstractmethod
    def rewind(self, position):
        """Return the position to begin again from, so that what became visible late is not lost."""

    @abstractmethod
    def position_at(self, moment):
        """Return the position from which everything that changed since a moment is given.

        :param datetime moment: in UTC
        """

    @abstractmethod
    def order(self, number):
        """Return the :class:`Order` with a number, or ``None`` when there is none."""

    @abstractmethod
    def hint(self, message):
        """Return the number of the order that a message from the system is about, or ``None``.

        :param message: whatever somebody who knew the address sent, parsed as JSON
        """

    @abstractmethod
    def cancel_line(self, order, line):
        """Give a seat back in the system. A line that is cancelled already stays so.

        :param str order: number
        :param str line: number within the order
        """
