"""Tell whether a link was followed by a reader, or by a machine that checks mails.

Mail servers and virus scanners follow the links in a mail before the reader sees it, to look for
malice. Suppliers of such scanners say how they are known: by their name, by asking for the head of
a page only, by coming sooner than anybody reads, and by following one link after the other. Counted
clicks are never exact; what is left out here is kept, with the reason.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Nobody opens a mail, reads it and follows a link within this time after it was handed over.
SOON = timedelta(seconds=10)
#: Who follows half of the links of a mail within this time does not read.
BURST = timedelta(seconds=30)
#: But not fewer links than these.
MANY = 3
#: Two different links within this time are not followed by a hand.
AT_ONCE = timedelta(seconds=1)
#: Names of programs that check or fetch links by themselves, in small letters.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|bot/|crawl|spider|scan|preview|proofpoint|mimecast|barracuda|ironport|ciscosecure"
    r"|safelinks|forti|sophos|trendmicro|symantec|messagelabs|mailguard|avast|bitdefender"
    r"|headless|phantomjs|python|curl|wget|go-http|java/|okhttp|libwww|httpclient|node-fetch"
    r"|axios|powershell|microsoft office|ms-office|monitor|validator|facebookexternalhit"
)


@dataclass(frozen=True)
class Click:
    """A link that was followed from one mail.

    :param link: which link, any value that tells links apart
    :param moment: when, as a datetime in UTC
    :param agent: how the program called itself, the ``User-Agent``
    :param head: it asked for the head of the page only
    """

    link: object
    moment: datetime
    agent: str = ""
    head: bool = False


def judge(clicks, links, sent):
    """Tell of each click on one mail why it does not count.

    :param clicks: list of :class:`Click` on the mail of one reader
    :param int links: number of links in the mail
    :param sent: when the mail was handed over, a datetime in UTC, or ``None``
    :return: list of ``program``, ``head``, ``soon``, ``all``, or an empty text for a click that
        counts, in the order of ``clicks``
    """
    return [_by_itself(click, sent) or _among(click, clicks, links) for click in clicks]


def _by_itself(click, sent):
    """What gives one click away without looking at the others."""
    if click.head:
        return "head"
    if not click.agent.strip() or PROGRAMS.search(click.agent.lower()):
        return "program"
    if sent and click.moment < sent + SOON:
        return "soon"
    return ""


def _among(click, clicks, links):
    """What gives a click away beside the other clicks on the same mail."""
    for other in clicks:
        if other.link != click.link and abs(other.moment - click.moment) <= AT_ONCE:
            return "all"
    # Half of the links within one stretch of time that this click is part of.
    for first in clicks:
        stretch = [item for item in clicks if first.moment <= item.moment <= first.moment + BURST]
        followed = {item.link for item in stretch}
        if click in stretch and len(followed) >= max(links / 2, MANY):
            return "all"
    return ""
