"""Compares each addon's Dutch translation file with the terms Odoo finds in the addon.

Runs beside Odoo in the virtual environment. Complains about terms without a translation, terms that
are no longer there, and translations that Odoo couldn't place; with --write it brings the files up
to date.
"""

import argparse
import io
import sys
from pathlib import Path

import polib
from odoo_env import DATABASE, environment

ADDONS = Path(__file__).resolve().parents[2] / "addons"
LANGUAGE_FILE = Path("i18n") / "nl.po"


def main():
    """Check or write the files; the exit code is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", default=DATABASE)
    parser.add_argument("--write", action="store_true", help="add what is new, drop what is gone")
    parser.add_argument("addons", nargs="+")
    arguments = parser.parse_args()
    faults = []
    with environment(arguments.database) as env:
        for addon in arguments.addons:
            path = ADDONS / addon / LANGUAGE_FILE
            terms = exported_terms(env, addon)
            if arguments.write:
                write_file(path, addon, terms)
            faults += compare(path, terms)
    print("\n".join(faults[:200]))
    print(f"{len(faults)} terms need attention" if faults else "all terms are translated")
    sys.exit(bool(faults))


def exported_terms(env, addon):
    """All terms of an addon as Odoo exports them.

    :returns: translation entries by source text
    """
    from odoo.tools.translate import trans_export

    with io.BytesIO() as buffer:
        trans_export(None, [addon], buffer, "po", env)
        entries = polib.pofile(buffer.getvalue().decode())
    return {entry.msgid: entry for entry in entries}


def compare(path, terms):
    """What is wrong with a translation file, one line per fault.

    :param path: the file
    :param terms: what the addon holds
    """
    name = f"{path.parents[1].name}/{LANGUAGE_FILE}"
    if not path.exists():
        return [f"{name} is missing ({len(terms)} terms)"] if terms else []
    present = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    faults = []
    for text, term in terms.items():
        entry = present.get(text)
        if entry is None:
            faults.append(f"{name}: not there: {text!r}")
        elif not entry.msgstr or entry.fuzzy:
            faults.append(f"{name}: not translated: {text!r}")
        elif places(term) - places(entry) or kinds(term) - kinds(entry):
            faults.append(f"{name}: out of place (./scripts/translations mends it): {text!r}")
    faults += [f"{name}: no longer used: {text!r}" for text in present if text not in terms]
    return faults


def places(entry):
    """Where a term is used; Odoo puts a translation there and nowhere else."""
    return {place for place, _line in entry.occurrences if not place.startswith("code:")}


def kinds(entry):
    """The markers that tell Odoo to serve a term to Python or to the browser."""
    return {word for word in ("odoo-python", "odoo-javascript") if word in entry.comment}


def write_file(path, addon, terms):
    """Write the addon's terms with the translations that are there; new ones stay empty.

    The order is that of the source texts and there are no dates or line numbers, so that a change
    in the file is a change in the terms.
    """
    known = {}
    if path.exists():
        known = {entry.msgid: entry for entry in polib.pofile(str(path))}
    result = polib.POFile(wrapwidth=100)
    result.metadata = {
        "Project-Id-Version": addon,
        "Language": "nl",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for text in sorted(terms):
        term = terms[text]
        entry = polib.POEntry(
            msgid=text,
            msgstr=known[text].msgstr if text in known else "",
            comment=term.comment,
            occurrences=sorted({(place, line_of(place)) for place, _line in term.occurrences}),
        )
        result.append(entry)
    path.parent.mkdir(exist_ok=True)
    result.save(str(path))


def line_of(place):
    """Odoo wants a number behind every place; it means nothing."""
    return "0" if place else ""


if __name__ == "__main__":
    main()
