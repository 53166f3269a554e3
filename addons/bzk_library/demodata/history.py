"""What customers of a demo library came for, bought and gave, as a desk would have noted it."""

#: (xml id of the subject, channel, outcome, note, weight) of talks with a customer.
TALKS = (
    ("membership", "desk", "answered", "Pas kwijt, nieuwe pas gemaakt", 5),
    ("membership", "desk", "answered", "Adres gewijzigd", 4),
    ("membership", "phone", "answered", "Wil weten wat een abonnement kost", 3),
    ("membership", "mail", "passed_on", "Opzegging doorgestuurd naar de ledenadministratie", 2),
    ("membership", "phone", "complaint", "Ontevreden over de verhoging van het tarief", 1),
    ("lending", "desk", "answered", None, 12),
    ("lending", "phone", "answered", "Uitleentermijn verlengd", 6),
    ("lending", "mail", "answered", "Verlengen via de website uitgelegd", 3),
    ("search", "desk", "answered", None, 9),
    ("search", "desk", "not_helped", "Niet in de collectie, aanschafsuggestie gedaan", 2),
    ("search", "chat", "answered", None, 3),
    ("advice", "desk", "answered", "Tips voor een leesclub gegeven", 3),
    ("advice", "visit", "answered", "Voorleesboeken voor de kleuters uitgezocht", 2),
    ("reservation", "desk", "answered", None, 6),
    ("reservation", "phone", "answered", "Reservering ligt klaar", 4),
    ("reservation", "mail", "passed_on", "Aanvraag bij een andere bibliotheek gedaan", 2),
    ("computer", "desk", "answered", "Geholpen met printen", 6),
    ("computer", "desk", "passed_on", "Wifi werkt niet, storing gemeld", 1),
    ("digital_library", "desk", "answered", "E-reader ingesteld", 3),
    ("digital_library", "phone", "answered", "Inloggen in de app gelukt", 3),
    ("digital_library", "chat", "passed_on", "Foutmelding doorgegeven aan de helpdesk", 1),
    ("government", "desk", "answered", "Geholpen met het aanvragen van DigiD", 4),
    ("government", "visit", "passed_on", "Afspraak bij het inloopspreekuur gemaakt", 2),
    ("activity", "desk", "answered", "Aangemeld voor het taalcafé", 3),
    ("activity", "phone", "answered", "Vraag over de lezing van donderdag", 2),
    ("payment", "desk", "answered", None, 4),
    ("payment", "mail", "passed_on", "Vraag over de incasso doorgestuurd", 2),
    ("room", "mail", "answered", "Beschikbaarheid van de zaal doorgegeven", 1),
    ("education", "visit", "answered", "Klas gehad voor een rondleiding", 1),
    ("lost", "desk", "not_helped", "Handschoenen niet gevonden", 1),
    ("opening_hours", "phone", "answered", None, 3),
    ("other", "desk", "complaint", "Vindt het te rumoerig in de leeszaal", 1),
)
#: (xml id of the subject, channel, weight) of visitors whom nobody asked for a name.
VISITS = (
    ("opening_hours", "phone", 6),
    ("opening_hours", "desk", 5),
    ("search", "desk", 8),
    ("computer", "desk", 10),
    ("government", "desk", 4),
    ("activity", "desk", 4),
    ("lost", "desk", 2),
    ("lending", "desk", 5),
    ("membership", "desk", 4),
    ("room", "phone", 1),
    ("other", "desk", 2),
    ("other", "chat", 1),
)
#: (subject, note, days ago, days until the follow-up) of promises to call back.
PROMISES = (
    ("reservation", "Belt graag terug als het boek er is", 1, 1),
    ("membership", "Uitzoeken waarom de automatische incasso niet doorging", 2, 0),
    ("room", "Offerte voor de grote zaal beloofd", 3, 2),
    ("digital_library", "Nagaan of haar e-reader geschikt is", 4, -1),
)
#: (kind, description, amount in cents, weight) of what is bought and given now and then.
PURCHASES = (
    ("gift", "Gift voor het Leesfonds", 1000, 6),
    ("gift", "Gift voor het Leesfonds", 2500, 10),
    ("gift", "Gift voor het Leesfonds", 5000, 4),
    ("gift", "Jaarlijkse gift van een vriend", 10000, 2),
    ("rental", "Huur kleine zaal, dagdeel", 4500, 4),
    ("rental", "Huur grote zaal, dagdeel", 12000, 3),
    ("rental", "Huur grote zaal met techniek, avond", 24500, 1),
    ("other", "Vervanging van een pas", 350, 8),
    ("other", "Kopieën en prints", 480, 5),
    ("other", "Tas van de bibliotheek", 795, 3),
)


def weighted(rows):
    """The rows without their weight, each as often as it weighs."""
    return [row[:-1] for row in rows for _ in range(row[-1])]
