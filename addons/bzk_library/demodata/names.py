"""Names as they are borne in the Netherlands: first names by generation, surnames by origin.

Earlier in a list is more common. Every list is drawn from with a bias to its head.
"""

import unicodedata
from functools import lru_cache


def _split(text):
    """Return the names in a text; an underscore stands for a space within a name."""
    return tuple(name.replace("_", " ") for name in text.split())


# Dutch first names: year until which a generation was born, girls, boys.
GENERATIONS = (
    (
        1948,
        "Maria Johanna Cornelia Anna Elisabeth Catharina Wilhelmina Hendrika Adriana Jacoba "
        "Margaretha Petronella Riet Truus Greet Corrie Nel Bep Annie Tiny Jo Ans Gerda Willy Toos",
        "Johannes Cornelis Jan Hendrik Willem Pieter Gerrit Jacobus Petrus Antonius Piet Cor Kees "
        "Henk Wim Gerard Theo Dirk Arie Klaas Nico Bram Leo Joop Ben Siem",
    ),
    (
        1970,
        "Anja Marijke Ineke Joke Wilma Yvonne Monique Marja Ria Ellen Karin Astrid Marianne "
        "Jacqueline Margriet Hanneke Petra Ingrid Carla Trudy Els Thea Mieke Loes Tineke Dorien",
        "Hans Peter Rob Frank Ron Marcel Erik René Paul Jos Ruud Henk Jan Kees Ad Wim Bert Fred "
        "Martin Ton Hugo Aad Huub Gijs Maarten Frits",
    ),
    (
        1988,
        "Linda Sandra Esther Mirjam Saskia Wendy Chantal Marieke Anouk Suzanne Sanne Femke Eline "
        "Marjolein Nienke Danielle Kim Bianca Natasja Maaike Annemarie Renske Jolanda Judith",
        "Mark Jeroen Dennis Michel Bas Sander Martijn Niels Richard Edwin Robert Joris Maarten "
        "Wouter Arjen Patrick Remco Stefan Bart Tim Thijs Vincent Jasper Ramon Jurriaan Sjoerd",
    ),
    (
        2006,
        "Lisa Sanne Laura Anne Iris Lotte Fleur Julia Eva Anna Emma Sophie Maud Naomi Roos Isa "
        "Merel Nina Demi Amber Kimberley Britt Esmée Manon Jade Floor",
        "Tim Thomas Lars Daan Sem Jesse Rick Kevin Max Ruben Niels Luuk Bram Koen Jasper Stijn "
        "Thijs Sven Nick Mike Joost Floris Teun Roy Pim Jelle",
    ),
    (
        9999,
        "Emma Tess Julia Sophie Zoë Mila Saar Evi Nora Liv Lotte Fenna Noor Yara Lauren Sara Elin "
        "Olivia Milou Maud Feline Jip Lena Roos Linde Fien Pippa Loïs Lynn Vera Isabelle Lieke",
        "Noah Daan Sem Lucas Levi Finn Luuk James Milan Bram Mees Liam Sam Thijs Adam Benjamin "
        "Noud Hugo Boaz Gijs Teun Guus Siem Mats Otis Jens Olivier Max Ruben Tygo Floris Stijn",
    ),
)

SURNAMES = _split(
    "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra "
    "Smits Kok Jacobs Vermeulen Schouten Willems Hoekstra Koster Prins Blom Huisman Peeters "
    "Kuiper Kramer Postma Jonker Scholten Veenstra Maas Verhoeven Post Kuijpers Groen Gerritsen "
    "Bosch Martens Dijkman Hermans Janssen Molenaar Willemsen Zijlstra Kaper Schipper Wolters "
    "Driessen Hofman Evers Sanders Smeets Bosman Lammers Koning Timmermans Schuurman Verbeek "
    "Boer Snijders Roos Bouwman Zwart Kooij Veldhuis Nijhuis Wessels Gerrits Groot Swart Koopman "
    "Bijl Duin Zonneveld Roozen Warmerdam Bleeker Kroon Loos Paap Keur Draaijer Molenkamp Kerkman "
    "Schoorl Duivenvoorden Heemskerk Hulsbosch Kennis Nelissen Boelens Castien Dijkhuis Elzinga "
    "Franken Geerts Haak Kempen Lodewijk Mens Nagtegaal Oudshoorn Pronk Quist Reijnders "
    "Sluiter Terpstra Versteeg Wagenaar Zuurbier Couzijn Crama Beets Slegers Mettes"
)

# Tussenvoegsel and surname.
INFIXED = tuple(
    tuple(pair.split("|"))
    for pair in _split(
        "de|Vries van_den|Berg van|Dijk de|Boer de|Groot van_der|Meer van|Leeuwen de|Jong "
        "van_den|Broek van_der|Linden de|Haan van|Vliet de|Wit van|Veen van_der|Heijden "
        "van_de|Ven de|Bruijn van_der|Veen van|Beek van_der|Wal de|Lange van_den|Heuvel "
        "van_der|Pol de|Graaf van|Dam de|Ruiter van_der|Laan van|Schaik de|Koning van|Loon "
        "van_'t|Hof in_'t|Veld op_den|Kelder ten|Brink ter|Horst van_het|Hof 't|Hart den|Hartog "
        "van_de|Kamp van_der|Zwan de|Nobel van|Duijn van|Looij den|Ouden uit_den|Boogaard "
        "van_der|Aar in_den|Eng te|Velde ter|Haar von|Hagen d'|Hondt van_'t|Wout op_'t|Land "
        "de|Rooij van_der|Putten van|Kampen de|Zwart van_der|Klugt van|Tongeren"
    )
)

# Origin -> (share of the households, girls, boys, surnames). A newcomer household is never Dutch.
ORIGINS = {
    "tr": (
        0.035,
        "Elif Zeynep Ayşe Fatma Emine Merve Esra Büşra Derya Gül Sevgi Hatice Defne Yasemin",
        "Mehmet Mustafa Emre Yusuf Ali Ömer Burak Kerem Murat Hasan Can Furkan Çağan Eren",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Koç Kurt Polat",
    ),
    "ma": (
        0.035,
        "Fatima Khadija Samira Naima Salma Inaya Nour Hafsa Imane Malika Yasmina Amina Soumaya",
        "Mohamed Youssef Ahmed Bilal Ayoub Ilias Hamza Rachid Karim Said Omar Anas Zakaria Nabil",
        "El_Amrani Bouzid Benali El_Idrissi Aït_Ali Ouali Haddou Amrani Bakkali El_Khatib Chaoui "
        "Mansouri Azzouzi Bouhaddou Tahiri",
    ),
    "sr": (
        0.025,
        "Cheryl Naomi Shanice Anjali Sunita Radha Kimberly Priya Rowena Gracia Joyce Melissa",
        "Winston Dennis Rajesh Clyde Orlando Vijay Ricardo Ashwin Kenneth Delano Sergio Rohan",
        "Ramdin Kartosen Pinas Wijngaarde Ramlal Kanhai Mohan Baldewsingh Zeefuik Landveld "
        "Jap_A_Joe Bissessur Soekhoe Bergwijn Doekhie",
    ),
    "pl": (
        0.02,
        "Anna Katarzyna Małgorzata Agnieszka Zuzanna Hanna Maja Joanna Ewa Aleksandra Zofia",
        "Piotr Krzysztof Andrzej Tomasz Paweł Jakub Antoni Szymon Michał Marcin Łukasz",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański "
        "Woźniak Dąbrowski Mazur",
    ),
    "ua": (
        0.015,
        "Olena Iryna Oksana Nataliia Sofiia Anastasiia Yuliia Daryna Solomiia Kateryna Halyna",
        "Oleksandr Andrii Dmytro Maksym Artem Bohdan Serhii Mykola Danylo Yevhen Taras",
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Melnyk Boiko Lysenko Rudenko "
        "Savchenko Petrenko Koval",
    ),
    "sy": (
        0.02,
        "Rania Hala Lina Maya Rima Nour Layla Fatima Aya Hanan Rasha Dima Sidra",
        "Ahmad Mohammad Khaled Omar Yazan Samer Bassel Ibrahim Anas Hussein Majd Karam",
        "Al_Hassan Al_Ahmad Haddad Khalil Darwish Al_Masri Najjar Kassab Al_Sayed Hamdan Issa "
        "Saleh",
    ),
}
DUTCH = "nl"


_FIRST_NL = tuple((until, _split(girls), _split(boys)) for until, girls, boys in GENERATIONS)
_FOREIGN = {
    code: (_split(girls), _split(boys), _split(last))
    for code, (_share, girls, boys, last) in ORIGINS.items()
}
_ORIGIN_CODES = tuple(ORIGINS)


def _pick(rnd, names):
    """Return a name, biased to the head of the list."""
    return names[int(rnd() ** 1.6 * len(names))]


def origin(rnd, newcomer):
    """Return the origin code of a household.

    :param rnd: function giving a float in [0, 1)
    :param bool newcomer: whether somebody in it learns Dutch
    """
    if newcomer:
        return _ORIGIN_CODES[int(rnd() * len(_ORIGIN_CODES))]
    place = rnd()
    for code, (share, *_names) in ORIGINS.items():
        if place < share:
            return code
        place -= share
    return DUTCH


def surname(rnd, code):
    """Return (tussenvoegsel, surname) for an origin."""
    if code == DUTCH:
        return _pick(rnd, INFIXED) if rnd() < 0.27 else ("", _pick(rnd, SURNAMES))
    return "", _pick(rnd, _FOREIGN[code][2])


def inflected(name, code, female):
    """Return a surname as a man or woman bears it: Polish names in -ski have a feminine form."""
    if female and code == "pl" and name.endswith("ki"):
        return name[:-1] + "a"
    return name


def first_name(rnd, code, female, born):
    """Return a first name.

    :param rnd: function giving a float in [0, 1)
    :param str code: origin of the household
    :param bool female: sex
    :param int born: year of birth
    """
    # Children of families from elsewhere often have a name that is common here.
    if code == DUTCH or (born > 2000 and rnd() < 0.15):
        for until, girls, boys in _FIRST_NL:
            if born < until:
                return _pick(rnd, girls if female else boys)
    return _pick(rnd, _FOREIGN[code][0 if female else 1])


_BARE = str.maketrans({"ı": "i", "ł": "l", "Ł": "L"})


@lru_cache(maxsize=4096)
def plain(name):
    """Return a name as people put it in an e-mail address: a-z only."""
    folded = unicodedata.normalize("NFKD", name.translate(_BARE))
    return "".join(char for char in folded.lower() if "a" <= char <= "z")
