"""What a library holds: the activities that a year is filled with."""

from typing import NamedTuple


class Item(NamedTuple):
    """One entry of the programme, held many times a year."""

    title: str
    theme: str  # code
    audience: str  # code
    kind: str  # name, as in the library's settings file
    price: str  # "gratis", "betaald" or "vrije bijdrage"
    cents: int  # of a ticket; what people give at will, on average
    visitors: int  # that usually come
    places: int  # 0: no limit
    begin: str  # hour and minute
    hours: float
    days: str  # on which it is held, Monday is 0
    booked: bool  # with tickets; otherwise people walk in and are counted
    weight: int


def _items(text):
    for line in text.strip().split("\n"):
        title, theme, audience, kind, price, *numbers, begin, hours, days, booked, weight = (
            line.split("|")
        )
        yield Item(
            *(title, theme, audience, kind, PRICES[price], *map(int, numbers)),
            *(begin, float(hours), days, booked == "ja", int(weight)),
        )


PRICES = {"g": "gratis", "b": "betaald", "v": "vrije bijdrage"}
PROGRAMME = tuple(
    _items("""
Auteurslezing|literature|adults|Lezing|b|1000|55|90|20:00|1.5|0123|ja|5
Literair café|literature|adults|Lezing|b|750|40|60|20:00|2|0123|ja|3
Boekpresentatie streekgenoot|literature|adults|Lezing|g|0|35|60|19:30|1.5|0123|ja|3
Leeskring: boek van de maand|literature|adults|Ontmoeting|g|0|10|14|14:00|2|0123|ja|5
Poëzieavond|poetry|adults|Voorstelling|b|750|35|60|20:00|2|234|ja|2
Open podium: dichters uit de buurt|poetry|everyone|Voorstelling|v|350|28|50|20:00|2|34|ja|2
Voorlezen voor peuters|first-reading|parents|Voorlezen|g|0|14|0|10:00|0.75|25|nee|14
BookStart: baby en boek|first-reading|parents|Ontmoeting|g|0|12|0|10:30|1|1|nee|9
Voorleesontbijt|first-reading|youth|Voorlezen|g|0|25|40|09:00|1|25|ja|2
Kamishibai-vertelling|first-reading|youth|Voorlezen|v|200|18|30|14:30|0.75|25|ja|4
Kindervoorstelling|youth-books|youth|Voorstelling|b|650|48|80|14:30|1|256|ja|5
Kinderboekenweek: schrijver op bezoek|youth-books|youth|Voorstelling|b|400|42|70|14:00|1|25|ja|2
Boekenclub voor kinderen|youth-books|youth|Ontmoeting|g|0|9|12|15:30|1.25|2|ja|4
Speurtocht door de bibliotheek|youth-books|youth|Ontmoeting|g|0|30|0|13:00|3|256|nee|3
Digitaal spreekuur|digital|adults|Spreekuur|g|0|7|0|10:00|2|0134|nee|16
Klik & Tik: beginnen met internet|digital|adults|Cursus|g|0|8|10|09:30|2|013|ja|5
Cursus DigiSterker|digital|adults|Cursus|g|0|8|12|13:30|2|013|ja|4
Tablet en smartphone: de basis|digital|adults|Workshop|b|1000|10|12|10:00|2|134|ja|3
Nepnieuws herkennen|media|pupils|Workshop|g|0|16|24|15:30|1.5|234|ja|2
Social media voor ouders|media|parents|Lezing|b|500|22|40|20:00|1.5|123|ja|2
Taalcafé|language|dutch|Ontmoeting|g|0|15|0|10:30|1.5|24|nee|16
Samen lezen in eenvoudig Nederlands|language|dutch|Ontmoeting|g|0|8|12|13:30|1.5|13|ja|4
Inloop Taalpunt|language|dutch|Spreekuur|g|0|6|0|14:00|2|1|nee|8
Lezing: geschiedenis van de streek|history|adults|Lezing|b|750|48|80|20:00|1.5|123|ja|3
Stamboomonderzoek: hoe begin ik?|history|adults|Workshop|b|1250|12|16|13:30|2.5|34|ja|2
Wandeling met een verhaal|history|everyone|Ontmoeting|v|400|20|25|13:30|2|56|ja|2
Sterrenkunde voor iedereen|science|everyone|Lezing|b|750|38|70|20:00|1.5|34|ja|1
Bibliotheeklab: programmeren met robots|science|youth|Workshop|b|500|12|16|14:00|2|25|ja|4
Debatavond|society|adults|Ontmoeting|v|400|40|80|20:00|2|23|ja|2
Filosofisch café|society|adults|Ontmoeting|v|500|26|50|20:00|2|3|ja|2
Statafelgesprek met de wethouder|society|everyone|Ontmoeting|g|0|22|0|16:00|1.5|34|nee|2
Filmavond met nagesprek|art|adults|Voorstelling|b|700|45|70|20:00|2.5|4|ja|2
Lunchconcert|art|everyone|Voorstelling|v|300|38|0|12:30|0.75|46|nee|3
Lezing over een schilder|art|adults|Lezing|b|850|45|70|20:00|1.5|12|ja|2
Opvoeden: slapen, eten, grenzen|health|parents|Lezing|g|0|15|30|20:00|1.5|13|ja|3
Alzheimercafé|health|everyone|Ontmoeting|g|0|35|0|19:30|2|2|nee|2
Knutselmiddag|making|youth|Workshop|v|250|16|20|14:00|2|2|ja|5
Handwerkcafé|making|adults|Ontmoeting|g|0|11|0|10:00|2|3|nee|7
Repair Café|making|everyone|Ontmoeting|g|0|28|0|10:00|3|5|nee|4
""")
)
#: How many of a hundred activities are in each month: summer is quiet, autumn and spring full.
MONTHS = (8, 9, 10, 9, 8, 7, 3, 3, 9, 13, 13, 8)
