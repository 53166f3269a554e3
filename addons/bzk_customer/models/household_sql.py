"""Statements by which households are found, set by set, for one library.

They work in temporary tables: ``bzk_found_person`` (who can be found), ``bzk_found_pair`` (who
stands in for whom, at whatever address), ``bzk_found_edge`` (two people of one address and a
reason to put them together, each pair both ways), ``bzk_found_node`` (the people who do not live
alone; those with the same ``label`` belong together, a label below zero is that of a household
which staff confirmed), ``bzk_found_group`` (labels that make a household) and
``bzk_found_target`` (who goes where).

Everything is bounded by the address, so time grows with the number of customers. Parameters:
``company``, ``today`` and the bounds of :mod:`.household_finder`.
"""

import unicodedata

#: What makes two addresses one. ``res.partner._address_key`` does the same in Python.
ADDRESS = """
    CASE WHEN p.zip <> '' AND p.street_number <> ''
         THEN upper(replace(p.zip, ' ', '')) || '|' || lower(p.street_number)
              || '|' || lower(coalesce(p.street_number2, '')) END
"""

_ACCENTED = [
    char
    for char in map(chr, range(0xC0, 0x250))
    if char.isalpha() and char.islower() and not char.isascii()
]
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "æ": "a", "œ": "o", "ß": "s"}
_FROM = "".join(_ACCENTED)
_TO = "".join(_PLAIN.get(char) or unicodedata.normalize("NFKD", char)[0] for char in _ACCENTED)
#: Words that say nothing about who is family of whom.
_INFIXES = (
    "aan|al|af|ben|bin|da|de|del|den|der|des|di|dos|du|el|en|het|ibn|in|la|le|les|op|onder|over|"
    "te|ten|ter|tot|uit|van|vd|ver|voor|von|zu|zum|zur"
)

#: ``zip`` and the others are text that staff may type in their own way, as the key allows for.
PEOPLE = f"""
    SET LOCAL jit = off;
    SET LOCAL work_mem = '64MB';
    DROP TABLE IF EXISTS bzk_found_person, bzk_found_pair, bzk_found_edge, bzk_found_node,
                         bzk_found_group, bzk_found_target, bzk_found_address, bzk_found_tie;
    CREATE TEMPORARY TABLE bzk_found_person ON COMMIT DROP AS
    SELECT p.id, {ADDRESS} AS address, p.lastname, p.birthdate, p.email_normalized AS email,
           p.phone_sanitized AS phone, p.household_id,
           coalesce(p.household_state = 'confirmed', FALSE) AS settled
      FROM res_partner p
     WHERE p.company_id = %(company)s AND p.active AND p.is_company IS NOT TRUE
       AND p.partner_share AND p.work_contact IS NOT TRUE AND p.parent_id IS NULL
       AND p.merged_into_id IS NULL
       AND p.deceased IS NOT TRUE AND p.moved_away IS NOT TRUE AND p.erased_on IS NULL;
    ALTER TABLE bzk_found_person ADD PRIMARY KEY (id);
    CREATE TEMPORARY TABLE bzk_found_address ON COMMIT DROP AS
    SELECT address, count(*) AS people,
           bool_or(birthdate > %(today)s::date - interval '16 years') AS has_child
      FROM bzk_found_person
     WHERE address IS NOT NULL
     GROUP BY address
    HAVING count(*) > 1;
    CREATE TEMPORARY TABLE bzk_found_pair (
        one integer, other integer, reason text
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE bzk_found_edge (a integer, b integer, reason text) ON COMMIT DROP;
    ANALYZE bzk_found_person;
    ANALYZE bzk_found_address
"""

#: Whoever stands in for many is an institution and nobody's family.
DROP_INSTITUTIONS = """
    DELETE FROM bzk_found_pair
     WHERE other IN (SELECT other FROM bzk_found_pair
                      GROUP BY other HAVING count(DISTINCT one) > %(most_shared)s);
    ANALYZE bzk_found_pair
"""

#: A surname binds where few live at one address, in a block of flats it does not. Women's names
#: in Slavic languages end differently from their husbands'.
SURNAMES = f"""
    WITH token AS MATERIALIZED (
        SELECT DISTINCT person.id, person.address,
               regexp_replace(word, '(ov|ev|in|sk|ck)[aiy]$', '\\1') AS token
          FROM bzk_found_person person
          JOIN bzk_found_address home ON home.address = person.address
                                     AND home.people <= %(most_at_address)s
    CROSS JOIN LATERAL regexp_split_to_table(
                   translate(lower(person.lastname), '{_FROM}', '{_TO}'), '[^[:alpha:]]+'
               ) word
         WHERE length(word) > 1 AND word !~ '^({_INFIXES})$'
    )
    INSERT INTO bzk_found_edge
    SELECT DISTINCT one.id, other.id, 'surname'
      FROM token one
      JOIN token other USING (address, token)
     WHERE one.id <> other.id
"""

#: ``{column}`` is an e-mail address or a phone; one that many share is an institution's.
SHARED = """
    WITH shared AS (
        SELECT {column}
          FROM bzk_found_person
         WHERE {column} <> ''
         GROUP BY {column}
        HAVING count(*) BETWEEN 2 AND %(most_shared)s
    )
    INSERT INTO bzk_found_edge
    SELECT one.id, other.id, '{column}'
      FROM shared
      JOIN bzk_found_person one USING ({column})
      JOIN bzk_found_person other USING ({column}, address)
     WHERE one.id <> other.id
"""

PAIRS = """
    INSERT INTO bzk_found_edge
    SELECT way.a, way.b, pair.reason
      FROM bzk_found_pair pair
      JOIN bzk_found_person one ON one.id = pair.one
      JOIN bzk_found_person other ON other.id = pair.other AND other.address = one.address
CROSS JOIN LATERAL (VALUES (one.id, other.id), (other.id, one.id)) way (a, b)
     WHERE one.id <> other.id
"""

#: Staff said of these that they do not live together.
APART = """
    DELETE FROM bzk_found_edge
     WHERE (a, b) IN (SELECT partner1_id, partner2_id FROM bzk_household_apart
                       WHERE company_id = %(company)s
                   UNION ALL
                      SELECT partner2_id, partner1_id FROM bzk_household_apart
                       WHERE company_id = %(company)s)
"""

#: Someone whom staff put in a household and who moved since draws nobody there.
NODES = """
    CREATE INDEX ON bzk_found_edge (a, b);
    ANALYZE bzk_found_edge;
    CREATE TEMPORARY TABLE bzk_found_node ON COMMIT DROP AS
    SELECT person.id, person.address, person.household_id, person.settled,
           CASE WHEN person.settled THEN -person.household_id ELSE person.id END AS label
      FROM bzk_found_person person
      JOIN bzk_found_address home ON home.address = person.address
 LEFT JOIN bzk_household household ON household.id = person.household_id
     WHERE NOT person.settled OR household.address_key = person.address;
    ALTER TABLE bzk_found_node ADD PRIMARY KEY (id);
    CREATE INDEX ON bzk_found_node (label);
    ANALYZE bzk_found_node
"""

#: Nobody joins a household when staff keep them apart from somebody in it; who could join
#: several joins the one with the strongest ties, or none.
CHOOSE = """
    WITH bond AS (
        SELECT edge.a AS person, other.household_id,
               sum(CASE edge.reason WHEN 'surname' THEN 1 WHEN 'phone' THEN 2
                                    WHEN 'email' THEN 3 ELSE 4 END) AS weight
          FROM bzk_found_edge edge
          JOIN bzk_found_node mine ON mine.id = edge.a AND NOT mine.settled
          JOIN bzk_found_node other ON other.id = edge.b AND other.settled
         GROUP BY edge.a, other.household_id
    ), refused AS (
        SELECT bond.person, bond.household_id
          FROM bond
          JOIN bzk_found_node member ON member.household_id = bond.household_id AND member.settled
          JOIN bzk_household_apart apart
            ON (apart.partner1_id, apart.partner2_id)
               IN ((bond.person, member.id), (member.id, bond.person))
    ), ranked AS (
        SELECT person, household_id,
               weight < max(weight) OVER (PARTITION BY person)
               OR count(*) OVER (PARTITION BY person, weight) > 1 AS is_loose
          FROM bond
         WHERE (person, household_id) NOT IN (SELECT person, household_id FROM refused)
    ), loose AS (
        SELECT person, household_id FROM ranked WHERE is_loose
         UNION
        SELECT person, household_id FROM refused
    )
    DELETE FROM bzk_found_edge edge
     USING loose
      JOIN bzk_found_node member ON member.household_id = loose.household_id AND member.settled
     WHERE (edge.a, edge.b) IN ((loose.person, member.id), (member.id, loose.person))
"""

#: Run until nothing changes: everyone takes the lowest label next to them.
SPREAD = """
    UPDATE bzk_found_node node
       SET label = lowest.label
      FROM (SELECT edge.a, min(other.label) AS label
              FROM bzk_found_edge edge
              JOIN bzk_found_node other ON other.id = edge.b
             GROUP BY edge.a) lowest
     WHERE node.id = lowest.a AND lowest.label < node.label AND NOT node.settled
"""

#: Two who are kept apart may come together through a third: then the one who is kept apart from
#: most people of the group leaves it, and the rest is put together anew.
PART = """
    WITH conflict AS (
        SELECT one.label, one.id AS one, two.id AS two
          FROM bzk_household_apart apart
          JOIN bzk_found_node one ON one.id = apart.partner1_id
          JOIN bzk_found_node two ON two.id = apart.partner2_id AND two.label = one.label
         WHERE apart.company_id = %(company)s AND NOT (one.settled AND two.settled)
    ), person AS (
        SELECT label, one AS id FROM conflict UNION ALL SELECT label, two FROM conflict
    ), worst AS (
        SELECT DISTINCT ON (label) person.id
          FROM (SELECT label, id, count(*) AS times FROM person GROUP BY label, id) person
          JOIN bzk_found_node node USING (label, id)
         WHERE NOT node.settled
         ORDER BY label, times DESC, person.id DESC
    ), cut AS (
        DELETE FROM bzk_found_edge
         WHERE a IN (SELECT id FROM worst) OR b IN (SELECT id FROM worst)
    )
    UPDATE bzk_found_node
       SET label = id
     WHERE NOT settled AND label IN (SELECT label FROM conflict)
"""

#: Children do not live alone: where few live at an address, one of them a child, the one or two
#: without a tie are proposed with the others. To be looked at first.
ADDRESS_ONLY = """
    WITH label AS (
        SELECT node.address, node.label, count(*) AS people, min(node.id) AS head
          FROM bzk_found_node node
          JOIN bzk_found_address home ON home.address = node.address
                                     AND home.has_child AND home.people <= %(most_lone)s
         GROUP BY node.address, node.label
    ), core AS (
        SELECT DISTINCT ON (address) address, label, head
          FROM label
         ORDER BY address, people DESC, label
    )
    INSERT INTO bzk_found_edge
    SELECT way.a, way.b, 'address'
      FROM label
      JOIN core ON core.address = label.address AND core.label <> label.label
CROSS JOIN LATERAL (VALUES (label.head, core.head), (core.head, label.head)) way (a, b)
     WHERE label.people = 1 AND label.label > 0
       AND NOT EXISTS (SELECT FROM label family
                        WHERE family.address = label.address AND family.label <> core.label
                          AND (family.people > 1 OR family.label < 0))
"""

#: Groups that make a household, with the proposal that they already are: that of at least two of
#: them, so that somebody who moves in with others does not take the old household along.
GROUPS = """
    CREATE TEMPORARY TABLE bzk_found_group ON COMMIT DROP AS
    WITH family AS (
        SELECT label, min(address) AS address
          FROM bzk_found_node
         GROUP BY label
        HAVING count(*) BETWEEN 2 AND %(most_members)s AND NOT bool_and(settled)
    ), reason AS (
        SELECT node.label, node.id, edge.reason
          FROM bzk_found_node node
          JOIN bzk_found_edge edge ON edge.a = node.id
          JOIN bzk_found_node other ON other.id = edge.b AND other.label = node.label
         WHERE NOT node.settled
    ), lone AS (
        SELECT label, jsonb_agg(id ORDER BY id) AS ids
          FROM (SELECT label, id FROM reason
                 GROUP BY label, id HAVING bool_and(reason = 'address')) person
         GROUP BY label
    ), why AS (
        SELECT label, jsonb_agg(jsonb_build_array(reason, '{}'::jsonb) ORDER BY reason) AS reasons
          FROM (SELECT DISTINCT label, reason FROM reason WHERE reason <> 'address') found
         GROUP BY label
    ), shared AS (
        SELECT node.label, node.household_id, count(*) AS people
          FROM bzk_found_node node
          JOIN family USING (label)
         WHERE node.label > 0 AND node.household_id IS NOT NULL AND NOT node.settled
           AND NOT EXISTS (SELECT FROM res_partner member
                            WHERE member.household_id = node.household_id
                              AND member.household_state = 'confirmed')
         GROUP BY node.label, node.household_id
        HAVING count(*) > 1
    ), own AS (
        SELECT DISTINCT ON (household_id) household_id, label
          FROM (SELECT DISTINCT ON (label) label, household_id, people
                  FROM shared ORDER BY label, people DESC, household_id) best
         ORDER BY household_id, people DESC, label
    )
    SELECT family.label, family.address,
           CASE WHEN family.label < 0 THEN -family.label ELSE own.household_id END AS household_id,
           FALSE AS is_new, CASE WHEN lone.ids IS NULL THEN 'sure' ELSE 'doubt' END AS certainty,
           coalesce(why.reasons, '[]') || CASE WHEN lone.ids IS NULL THEN '[]'::jsonb
               ELSE jsonb_build_array(jsonb_build_array(
                        'address', jsonb_build_object('partners', lone.ids))) END AS reasons
      FROM family
 LEFT JOIN own USING (label)
 LEFT JOIN lone USING (label)
 LEFT JOIN why USING (label);
    UPDATE bzk_found_group
       SET household_id = nextval('bzk_household_id_seq'), is_new = TRUE
     WHERE household_id IS NULL;
    ANALYZE bzk_found_group
"""

#: Whoever moved out of a proposed household, and those who stayed, wait until somebody says
#: whether the others moved too.
TARGETS = """
    CREATE TEMPORARY TABLE bzk_found_target ON COMMIT DROP AS
    SELECT node.id AS partner_id, found.household_id
      FROM bzk_found_node node
      JOIN bzk_found_group found USING (label)
     WHERE NOT node.settled;
    ALTER TABLE bzk_found_target ADD PRIMARY KEY (partner_id);
    INSERT INTO bzk_found_target
    SELECT person.id, person.household_id
      FROM bzk_found_person person
      JOIN (SELECT DISTINCT household.id
              FROM bzk_household household
              JOIN bzk_found_person member ON member.household_id = household.id
             WHERE household.company_id = %(company)s
               AND member.address IS DISTINCT FROM household.address_key) divided
        ON divided.id = person.household_id
     WHERE NOT person.settled
        ON CONFLICT DO NOTHING;
    DELETE FROM bzk_found_target
     WHERE household_id IN (
               SELECT target.household_id
                 FROM bzk_found_target target
                GROUP BY target.household_id
               HAVING count(*) = 1
                  AND NOT EXISTS (SELECT FROM res_partner member
                                   WHERE member.household_id = target.household_id
                                     AND member.household_state = 'confirmed'))
"""
