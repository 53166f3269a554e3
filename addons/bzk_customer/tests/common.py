from odoo.addons.bzk_base.tests.common import LibraryCase


class CustomerCase(LibraryCase):
    """Two libraries, and customers who may be one person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna, cls.double, cls.cas, cls.other_person, cls.other_double = cls.env[
            "res.partner"
        ].create(
            [
                cls._person("Anna", "Berg", birthdate="1980-02-03", zip="2011 AB"),
                cls._person("A.", "Berg", birthdate="1980-02-03", email="anna@example.org"),
                cls._person("Cas", "Jansen"),
                cls._person("Olga", "Ander", cls.other_library),
                cls._person("O.", "Ander", cls.other_library),
            ]
        )

    @classmethod
    def _person(cls, firstname, lastname, library=None, **values):
        """Values of a customer of the (first) library."""
        library = library or cls.library
        return {
            "firstname": firstname,
            "lastname": lastname,
            "company_id": library.id,
            **values,
        }

    @classmethod
    def _propose(cls, *pairs, partner_ids=(), library=None):
        """Propose pairs of customers as likely; the last pair is returned."""
        found = [
            (*sorted((one.id, two.id)), "likely", 60.0, [["birthdate_same", {}]])
            for one, two in pairs
        ]
        duplicates = cls.env["bzk.duplicate"]
        duplicates._propose(library or cls.library, found, partner_ids)
        return cls._pair(*pairs[-1]) if pairs else duplicates

    @classmethod
    def _pair(cls, one, two):
        """The pair of two customers, if there is one."""
        first, second = sorted((one.id, two.id))
        return cls.env["bzk.duplicate"].search(
            [("partner1_id", "=", first), ("partner2_id", "=", second)]
        )
