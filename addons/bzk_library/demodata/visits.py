"""What was discussed at organisations: reports of visits and calls, and what was agreed."""

from datetime import timedelta
from random import Random
from typing import NamedTuple

#: Kind of contact, subject, text, and what was agreed: (what, days from then, we or they).
SUBJECTS = (
    (
        "visit",
        "Kennismaking en rondleiding",
        "Rondgeleid door de school. De mediatheek staat er goed bij, maar wordt weinig gebruikt. "
        "De groepen 3 en 4 willen vaker naar de bibliotheek komen.",
        (
            ("Lesaanbod groep 3 en 4 sturen", 7, "we"),
            ("Data doorgeven voor groepsbezoek", 14, "they"),
        ),
    ),
    (
        "visit",
        "Leesplan voor komend schooljaar",
        "Leesplan besproken. De Bibliotheek op school loopt goed in de bovenbouw. Er is vraag naar "
        "een ouderavond over voorlezen.",
        (("Voorstel ouderavond maken", 10, "we"), ("Team vragen naar een datum", 21, "they")),
    ),
    (
        "call",
        "Evaluatie Nationale Voorleesdagen",
        "Gebeld over de voorleesdagen. Kinderen waren enthousiast, de leerkrachten ook. Volgend "
        "jaar graag eerder de materialen.",
        (("Materialen volgend jaar in november sturen", 60, "we"),),
    ),
    (
        "online",
        "Abonnement onderwijs",
        "Het abonnement besproken. De directeur wil het verlengen, maar vraagt naar de prijs per "
        "leerling.",
        (("Offerte nieuw schooljaar sturen", 5, "we"),),
    ),
    (
        "call",
        "Afspraak verzet",
        "De afspraak gaat niet door vanwege ziekte. Na de vakantie een nieuwe datum zoeken.",
        (("Nieuwe datum voorstellen", 14, "we"),),
    ),
)
MUNICIPAL = (
    (
        "visit",
        "Begrotingsgesprek",
        "De begroting van volgend jaar besproken. De gemeente wil meer aandacht voor "
        "laaggeletterdheid en vraagt om cijfers over het bereik per wijk.",
        (
            ("Cijfers bereik per wijk leveren", 21, "we"),
            ("Concept-subsidiebrief sturen", 45, "they"),
        ),
    ),
    (
        "event",
        "Werkbezoek wethouder",
        "De wethouder bezocht het Taalplein en sprak met deelnemers en vrijwilligers. Positief "
        "over de samenwerking met het wijkteam.",
        (("Foto's en bedankje sturen", 3, "we"),),
    ),
)
OTHER = (
    (
        "visit",
        "Samenwerking komend jaar",
        "Vooruitgekeken naar gezamenlijke activiteiten. Een reeks lezingen in het najaar lijkt "
        "haalbaar.",
        (("Programma najaar voorstellen", 30, "we"),),
    ),
    (
        "call",
        "Stand van zaken",
        "Kort bijgepraat. Geen bijzonderheden; na de zomer een afspraak maken.",
        (),
    ),
)
#: The longest ago that something is told of, in days; and how often nobody spoke to anyone.
BACK, SILENT = 780, 0.25


class Visit(NamedTuple):
    """A report of a visit or call."""

    date: object  # datetime.date
    kind: str
    subject: str
    text: str
    agreements: tuple  # of (what, datetime.date by when, "we" or "they")


def visits(key, kind, today, seed=2019):
    """What was discussed at one organisation, the latest last.

    :param key: what tells the organisation from others
    :param str kind: kind of its group, such as ``school``
    :param today: ``datetime.date`` after which nothing has happened yet
    :return: list of :class:`Visit`
    """
    rng = Random(f"{seed}-{key}-visits")
    subjects = {"school": SUBJECTS, "municipality": MUNICIPAL}.get(kind, OTHER)
    if rng.random() < SILENT:
        return []
    days = sorted((rng.randint(2, BACK) for _number in range(rng.randint(1, 4))), reverse=True)
    found = []
    for back in days:
        contact, subject, text, agreed = rng.choice(subjects)
        date = today - timedelta(days=back)
        dated = tuple((what, date + timedelta(days=days), who) for what, days, who in agreed)
        found.append(Visit(date, contact, subject, text, dated))
    return found
