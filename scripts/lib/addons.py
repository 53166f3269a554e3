"""What the addons folder holds, read from the manifests without starting Odoo."""

import ast
import hashlib

from console import Problem
from places import ADDONS

# Changes in these don't reach the database.
LOOSE_FOLDERS = {"tests", "readme", "__pycache__"}


def manifests():
    """The manifest of each of our addons, by name."""
    return {
        path.parent.name: ast.literal_eval(path.read_text())
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
    }


def core_dependencies(names=None):
    """The modules that are not ours and that our addons name in their manifests.

    :param names: only for these addons and what they stand on; all when left out
    """
    ours = manifests()
    wanted = set(names or ours)
    found = {"base", "web"}
    seen = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        for dependency in ours[name].get("depends", []):
            if dependency in ours:
                wanted.add(dependency)
            else:
                found.add(dependency)
    return sorted(found)


def addon_hash(name):
    """Hash over all files of an addon that have to do with what is in the database."""
    digest = hashlib.sha256()
    folder = ADDONS / name
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and path.suffix != ".pyc" and inner.parts[0] not in LOOSE_FOLDERS:
            digest.update(f"{inner}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def hashes():
    """The hash of each of our addons, by name."""
    return {name: addon_hash(name) for name in manifests()}


def addon_of(path):
    """The addon that a path lies in, or None when it is not in one.

    :param path: absolute path
    :raises Problem: when it is in the addons folder but in no addon
    """
    if not path.is_relative_to(ADDONS) or path == ADDONS:
        return None
    name = path.relative_to(ADDONS).parts[0]
    if name not in manifests():
        raise Problem(f"there is no addon {name}")
    return name
