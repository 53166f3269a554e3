"""What each agreement between two people weighs, and what is asked for an outcome.

All that agrees fully adds up to 100. The weights are rounded shares of what an agreement says:
a birth date tells 25,000 people apart, a first name or a surname some hundreds, and an address,
e-mail address or phone number is of one family. A person's name and birth date say who somebody
is; address, e-mail and phone only where a family can be reached.
"""

#: Points by reason. A reason that is not here is told, and weighs nothing.
POINTS = {
    "birthdate_same": 25,
    "birthdate_swapped": 17,
    "birthdate_year_off": 17,
    "birthdate_typo": 15,
    "birthdate_year_only": 10,
    "birthdate_differs": -15,
    "firstname_same": 15,
    "firstname_alike": 11,
    "firstname_typo": 10,
    "initials_fit": 6,
    "names_swapped": 24,
    "lastname_same": 15,
    "lastname_part": 12,
    "lastname_typo": 11,
    "lastname_shared": 9,
    "address_same": 15,
    "address_flat": 13,
    "address_street": 11,
    "address_addition_differs": 6,
    "postcode_same": 4,
    "email_same": 15,
    "email_alike": 11,
    "phone_same": 15,
    "phone_alike": 8,
    "initials_differ": -8,
    "gender_differs": -10,
    "senior_junior": -8,
}
#: More than one initial that fits says more than one.
MORE_INITIALS = 4

#: Points from which a person is asked to look, when what agrees is not the family's alone.
LIKELY_FROM = 30

#: An address, e-mail address or phone number in common, that an error would not make.
STRONG = frozenset(("address_same", "address_flat", "email_same", "phone_same"))
#: What two people can hardly have in common by chance when their names are alike too.
WEAK = STRONG | {
    "address_street",
    "address_addition_differs",
    "email_alike",
    "phone_alike",
    "postcode_same",
}
#: With these nothing is linked without a person who looks.
DOUBTS = frozenset(
    (
        "birthdate_differs",
        "initials_differ",
        "gender_differs",
        "senior_junior",
        "names_swapped",
        "lastname_differs",
        "lastname_shared",
    )
)
#: How Dutch mobile numbers begin: they are of one person, other numbers of a home.
MOBILE = "+316"
#: From this age on two people born on one day with the same initials at one address are taken
#: for one: twins who are still children there are not told apart by initials.
GROWN = 25
