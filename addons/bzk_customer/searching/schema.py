"""What the search keeps in the database: functions, an index on customers, the words of names.

A customer is indexed under words that begin with the id of the library, so that a search never
reads the customers of another one, however many they are:

========== ======================================================================================
``3:berg`` a word of the first name or surname, an initial, or such words written as one
``3/markt`` a word of the street or city
``3=1980`` year of birth; ``3=19800203`` date of birth; ``3=2011ab`` and ``3=2011`` the postcode
========== ======================================================================================

Whoever has no library, a shared organisation for instance, is under ``0``.
"""

import hashlib

from odoo.tools import SQL

from .text import LETTERS, MAX_TEXT, SEPARATORS, SINGLE_LETTERS

INDEX = "res_partner_bzk_search_idx"
#: Columns of res_partner, in the order in which the function takes them.
COLUMNS = (
    "company_id",
    "complete_name",
    "initials",
    "firstname",
    "infix",
    "lastname",
    "birthdate",
    "zip",
    "street_name",
    "city",
    "ref",
    "vat",
)


def _literal(text):
    """A text as SQL writes it, for the fixed texts of this module."""
    plain = text.replace("'", "''").replace("\\", "\\\\")
    escaped = "".join(char if " " <= char <= "~" else f"\\u{ord(char):04x}" for char in plain)
    return f"E'{escaped}'"


def _folded():
    """Expression that does to ``value`` what :func:`.text.fold` does."""
    text = "lower(regexp_replace(normalize(value, NFKD), E'[\\u0300-\\u036f]', '', 'g'))"
    for letter, plain in LETTERS:
        text = f"replace({text}, {_literal(letter)}, {_literal(plain)})"
    letters, plain = SINGLE_LETTERS
    return f"translate({text}, {_literal(letters)}, {_literal(plain)})"


#: They name each other with their schema: a backup is restored with an empty search path, and would
#: come back without its index.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION public.bzk_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT CASE WHEN octet_length(value) = length(value) THEN lower(value) ELSE {_folded()} END
$body$;

CREATE OR REPLACE FUNCTION public.bzk_words(value text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
    IF value IS NULL THEN
        RETURN '{{}}';
    END IF;
    RETURN array_remove(
        string_to_array(
            translate(
                public.bzk_fold(left(value, {MAX_TEXT})),
                {_literal(SEPARATORS)}, repeat(' ', {len(SEPARATORS)})
            ), ' '
        ), ''
    );
END
$body$;

-- The cost keeps the planner from computing it for every customer, and is low enough not to have
-- the question compiled (jit), which takes longer than the search. So do parallel workers.
CREATE OR REPLACE FUNCTION public.bzk_search_vector(
    company_id integer, complete_name varchar, initials varchar, firstname varchar, infix varchar,
    lastname varchar, birthdate date, zip varchar, street_name varchar, city varchar, ref varchar,
    vat varchar
) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED COST 1000 AS $body$
DECLARE
    library text := COALESCE(company_id, 0);
    first text[] := public.bzk_words(firstname);
    last text[] := public.bzk_words(concat_ws(' ', infix, lastname));
    letters text[] := public.bzk_words(initials);
    names text[] := public.bzk_words(complete_name) || letters
        || public.bzk_words(concat_ws(' ', ref, vat));
    facts text[] := '{{}}';
    born integer;
BEGIN
    names := names || left(letters[1], 1) || left(first[1], 1)
        || array_to_string(letters, '') || array_to_string(first, '') || array_to_string(last, '');
    IF birthdate IS NOT NULL THEN
        born := date_part('year', birthdate) * 10000 + date_part('month', birthdate) * 100
            + date_part('day', birthdate);
        facts := ARRAY[born::text, (born / 10000)::text];
    END IF;
    IF zip IS NOT NULL THEN
        facts := facts || lower(left(replace(zip, ' ', ''), 20)) || left(zip, 4);
    END IF;
    RETURN array_to_tsvector(ARRAY(
        SELECT library || ':' || word FROM unnest(names) word WHERE word <> ''
        UNION
        SELECT library || '/' || word
          FROM unnest(public.bzk_words(concat_ws(' ', street_name, city))) word
        UNION
        SELECT library || '=' || fact FROM unnest(facts) fact WHERE fact <> ''
    ));
END
$body$;

-- A word and what is left of it without any one of its letters: two words that share one of these
-- differ by a letter more, a letter less, another letter or two letters that changed places.
CREATE OR REPLACE FUNCTION public.bzk_word_traces(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT array_agg(left(word, place - 1) || substr(word, place + 1))
      FROM generate_series(1, length(word) + 1) place
$body$;
"""

VECTOR = f"bzk_search_vector({', '.join(f'{{table}}{name}' for name in COLUMNS)})"


def vector(table):
    """Expression of the index, to be used in a question: the planner knows it by its text.

    :param str table: name or alias under which the question reads ``res_partner``
    """
    return VECTOR.format(table=f'"{table}".')


def install(cr):
    """Make the functions and the index, anew when what they say has changed."""
    mark = hashlib.sha256(FUNCTIONS.encode()).hexdigest()[:16]
    cr.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", (INDEX,))
    if cr.fetchone()[0] == mark:
        return
    index = SQL.identifier(INDEX)
    cr.execute(SQL("DROP INDEX IF EXISTS %s", index))
    cr.execute(FUNCTIONS)
    # Without fastupdate what an import adds is sorted in at once, and not by whoever asks next.
    cr.execute(
        SQL(
            "CREATE INDEX %s ON res_partner USING gin (%s) WITH (fastupdate = off)",
            index,
            SQL(VECTOR.format(table="")),
        )
    )
    cr.execute(SQL("COMMENT ON INDEX %s IS %s", index, mark))
