"""Who is compared with whom: people who share a key, found in SQL with the tables' own indexes.

A key is an address, an e-mail address, a phone number, or a birth date or postcode together with
the beginning of a name. Who shares none of these shares too little to be taken for one person.
What many people share, such as the address of a nursing home, is a key only together with the
beginning of the name, so that the number of pairs grows with the number of people.
"""

import json

from ..matching.names import INFIX_WORDS, LETTERS, NOT_A_NAME, fold

#: People who may share a key. Families stay far below; beyond, the name has to fit too.
MOST = 24

_ACCENTED = "".join(
    char
    for char in map(chr, range(0xC0, 0x250))
    if char == char.lower() and fold(char) and fold(char) != char
)
_PLAIN = "".join(LETTERS.get(char, fold(char))[0] for char in _ACCENTED)
#: Names in small letters without accents, as :func:`~..matching.names.fold` makes them, or so
#: nearly that what differs is the same on both sides. Few names have an accent to look for.
_FOLDED = """replace(
    CASE WHEN octet_length({0}) = length({0}) THEN lower({0})
         ELSE translate(lower({0}), %(accented)s, %(plain)s) END, 'ij', 'y')"""

_PERSON = """
    SELECT {id} AS id, {asked} AS asked, birthdate, zip, street_number AS number,
           email_normalized AS email, phone_sanitized AS phone,
           {firstname} AS firstname, {initials} AS initials, {lastname} AS lastname
""".format(
    id="{id}",
    asked="{asked}",
    firstname=_FOLDED.format("firstname"),
    initials=_FOLDED.format("initials"),
    lastname=_FOLDED.format("lastname"),
)
#: Adding 0 keeps the index on the company out of it: when an import has just filled a library, the
#: planner still believes that hardly anybody is in it, and would walk through all of it per row.
_CUSTOMER = """
    company_id + 0 = %(company)s AND active AND merged_into_id IS NULL
    AND is_company IS NOT TRUE AND type = 'contact' AND partner_share
    AND work_contact IS NOT TRUE
"""
#: Words of the surname, and letters of the first name and the initials.
_WORDS = """
    SELECT DISTINCT person.id, left(word, 3) AS stem, left(word, 1) AS start
      FROM bzk_match_person person,
           regexp_split_to_table(coalesce(lastname, firstname), '[^[:alpha:]]+') AS word
     WHERE length(word) > 1 AND word <> ALL(%(no_names)s) {more}
"""
_LETTERS = """
    SELECT id, left(firstname, 1) AS letter FROM bzk_match_person WHERE firstname <> '' {more}
     UNION
    SELECT id, left(initials, 1) FROM bzk_match_person WHERE initials <> '' {more}
"""
#: Those who may share a key with the people who are asked about. Each of the columns has an index
#: of its own. A birth date or postcode counts with a surname that may have a word that begins alike
#: only: told from its first letter, unless it has more words or accents.
_ALIKE = """
    (lower(left(coalesce(other.lastname, other.firstname), 1)) = word.start
     OR coalesce(other.lastname, other.firstname) ~ '[^A-Za-z]' OR word.start = 'y')
"""
_NEAR = " UNION ".join(
    "SELECT other.id FROM bzk_match_person person"
    f" LEFT JOIN bzk_match_word word USING (id) JOIN res_partner other ON {condition}"
    for condition in (
        "other.zip = person.zip AND other.street_number = person.number",
        "other.email_normalized = person.email",
        "other.phone_sanitized = person.phone",
        f"other.zip = person.zip AND {_ALIKE}",
        f"other.birthdate = person.birthdate AND {_ALIKE}",
    )
)


class Blocks:
    """The candidate pairs of one library, in temporary tables.

    Call :meth:`take_customers` or :meth:`take_rows`, then :meth:`make_pairs`, then read
    :meth:`pairs`; :meth:`drop` the tables at the end.

    :param cr: cursor
    :param int company_id: the library
    """

    _TABLES = ("person", "word", "letter", "near", "key", "narrow", "pair")

    def __init__(self, cr, company_id):
        self.cr = cr
        self.crowded = 0
        self._parameters = {
            "company": company_id,
            "accented": _ACCENTED,
            "plain": _PLAIN,
            "no_names": sorted(INFIX_WORDS | NOT_A_NAME),
            "most": MOST,
        }
        self._everyone = self._rows = False

    def take_customers(self, partner_ids):
        """Take the customers to compare: all, or some and those near them.

        :param partner_ids: ``None`` for all
        """
        self.drop()
        self._everyone = partner_ids is None
        mine = "" if self._everyone else " AND id = ANY(%(ids)s)"
        self._take_people(
            f"{_PERSON.format(id='id', asked='TRUE')} FROM res_partner WHERE {_CUSTOMER}{mine}",
            ids=partner_ids,
        )
        if not self._everyone:
            self._take_near()

    def take_rows(self, rows):
        """Take rows that are no customers yet, under the numbers -1, -2 and so on.

        :param rows: list of dicts of values as an import cleans them
        """
        self.drop()
        self._rows = True
        names = ("birthdate", "zip", "street_number", "firstname", "initials", "lastname")
        data = [
            {name: row.get(name) or None for name in names}
            | {
                "id": -number,
                "email_normalized": row.get("email") or None,
                "phone_sanitized": row.get("phone") or None,
            }
            for number, row in enumerate(rows, 1)
        ]
        self._take_people(
            f"{_PERSON.format(id='id', asked='TRUE')} FROM jsonb_to_recordset(%(data)s) AS row("
            " id integer, birthdate date, zip varchar, street_number varchar, firstname varchar,"
            " initials varchar, lastname varchar, email_normalized varchar,"
            " phone_sanitized varchar)",
            data=json.dumps(data),
        )
        self._take_near()

    def _take_people(self, query, **parameters):
        self._create("person", query, **parameters)
        self._create("word", _WORDS.format(more=""))
        self._create("letter", _LETTERS.format(more=""))

    def _take_near(self):
        self._create("near", _NEAR)
        self._execute(
            f"INSERT INTO bzk_match_person {_PERSON.format(id='id', asked='FALSE')}"
            f" FROM bzk_match_near JOIN res_partner USING (id) WHERE {_CUSTOMER}"
            " AND id NOT IN (SELECT id FROM bzk_match_person)"
        )
        self._execute(f"INSERT INTO bzk_match_word {_WORDS.format(more='AND NOT asked')}")
        self._execute(f"INSERT INTO bzk_match_letter {_LETTERS.format(more='AND NOT asked')}")
        for name in ("person", "word", "letter"):
            self._execute(f"ANALYZE bzk_match_{name}")

    def make_pairs(self):
        """Pair those who share a key.

        :return: number of pairs
        """
        self._create("key", self._keys())
        self._create("narrow", self._narrow_keys())
        self.crowded = self._scalar(
            "SELECT count(*) FROM (SELECT FROM bzk_match_narrow GROUP BY key"
            " HAVING count(*) > %(most)s) AS crowded"
        )
        self._create("pair", f"{self._pairs('key')} UNION {self._pairs('narrow')}")
        self._execute("CREATE UNIQUE INDEX ON bzk_match_pair (first_id, second_id)")
        return self._scalar("SELECT count(*) FROM bzk_match_pair")

    @staticmethod
    def _keys():
        """Each person's keys, as numbers: much smaller to sort and join than texts."""
        born = "extract(epoch FROM birthdate)"
        parts = [
            ("'a', zip, number", "", "zip <> '' AND number <> ''"),
            ("'e', email", "", "email <> ''"),
            ("'p', phone", "", "phone <> ''"),
            ("'z', zip, stem", "word", "zip <> ''"),
            (f"'b', {born}, stem", "word", "birthdate IS NOT NULL"),
            (f"'c', {born}, start, letter", "word letter", "birthdate IS NOT NULL"),
        ]
        return " UNION ".join(
            f"SELECT id, asked, hashtextextended(concat_ws('|', {values}), 0) AS key"
            " FROM bzk_match_person"
            + "".join(f" JOIN bzk_match_{table} USING (id)" for table in tables.split())
            + f" WHERE {condition}"
            for values, tables, condition in parts
        )

    @staticmethod
    def _narrow_keys():
        """Keys that too many share, each together with the beginning of surname and first name."""
        return """
            SELECT DISTINCT known.id, known.asked,
                   hashtextextended(concat_ws('|', known.key, word.stem, letter.letter), 0) AS key
              FROM bzk_match_key known
              JOIN (SELECT key FROM bzk_match_key GROUP BY key HAVING count(*) > %(most)s) AS big
             USING (key)
              JOIN bzk_match_word word ON word.id = known.id
              JOIN bzk_match_letter letter ON letter.id = known.id
        """

    def _pairs(self, table):
        if self._rows:
            condition = "one.id < 0 AND two.id > 0"
        elif self._everyone:
            condition = "one.id < two.id"
        else:
            condition = "one.id < two.id AND (one.asked OR two.asked)"
        asked = "" if self._everyone else " AND bool_or(asked)"
        return f"""
            SELECT one.id AS first_id, two.id AS second_id
              FROM (SELECT key FROM bzk_match_{table} GROUP BY key
                    HAVING count(*) BETWEEN 2 AND %(most)s{asked}) AS shared
              JOIN bzk_match_{table} one USING (key)
              JOIN bzk_match_{table} two USING (key)
             WHERE {condition}
        """

    def pairs(self, size):
        """Give the pairs, sorted, in lists of at most ``size`` tuples (first id, second id).

        A row's number comes before the customer's id.
        """
        last = None
        while True:
            self.cr.execute(
                "SELECT first_id, second_id FROM bzk_match_pair"
                + (" WHERE (first_id, second_id) > %s" if last else "")
                + " ORDER BY first_id, second_id LIMIT %s",
                (last, size) if last else (size,),
            )
            found = self.cr.fetchall()
            if not found:
                return
            yield found
            last = found[-1]

    def drop(self):
        """Drop the temporary tables."""
        self._execute(
            "DROP TABLE IF EXISTS " + ", ".join(f"bzk_match_{name}" for name in self._TABLES)
        )

    def _create(self, name, query, **parameters):
        # Names of tables are our own; what is not is a parameter.
        self._execute(f"CREATE TEMP TABLE bzk_match_{name} ON COMMIT DROP AS {query}", **parameters)
        # Nobody else counts temporary tables for the planner.
        self._execute(f"ANALYZE bzk_match_{name}")

    def _execute(self, query, **parameters):
        self.cr.execute(query, {**self._parameters, **parameters})

    def _scalar(self, query):
        self._execute(query)
        return self.cr.fetchone()[0]
