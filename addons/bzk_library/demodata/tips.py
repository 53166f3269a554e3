"""Book tips that staff give after an activity, by the code of its theme."""

TIPS = {
    "literature": (("Het diner", "Herman Koch"), ("Oeroeg", "Hella S. Haasse")),
    "poetry": (("Verzamelde gedichten", "M. Vasalis"), ("Verzamelde gedichten", "Rutger Kopland")),
    "first-reading": (
        ("Rupsje Nooitgenoeg", "Eric Carle"),
        ("Kikker is verliefd", "Max Velthuijs"),
    ),
    "youth-books": (
        ("De brief voor de koning", "Tonke Dragt"),
        ("Pluk van de Petteflet", "Annie M.G. Schmidt"),
    ),
    "digital": (("Je hebt wél iets te verbergen", "Maurits Martijn en Dimitri Tokmetzis"),),
    "media": (("Feitenkennis", "Hans Rosling"),),
    "language": (("Het gouden ei", "Tim Krabbé"),),
    "history": (("In Europa", "Geert Mak"), ("De eeuw van mijn vader", "Geert Mak")),
    "science": (("Een kleine geschiedenis van bijna alles", "Bill Bryson"),),
    "society": (("De meeste mensen deugen", "Rutger Bregman"),),
    "art": (("Het puttertje", "Donna Tartt"),),
    "health": (("Oei, ik groei!", "Hetty van de Rijt en Frans Plooij"),),
}
#: What visitors write, most of them nothing.
REMARKS = (
    "Heel leuk verteld, ik kom graag nog eens.",
    "Het was wat vol, een grotere zaal zou fijn zijn.",
    "Fijne sfeer en goede uitleg.",
    "Het geluid achter in de zaal was slecht te verstaan.",
    "Mijn kinderen hebben genoten!",
    "Mag wel iets langer duren.",
)
