"""Makes the plain-Python parts of the addons importable by their usual names, without Odoo.

Each addon stands in as an empty package that has its folder as path, so that
``odoo.addons.bzk_library.demodata`` is imported without running the addon's models.
"""

import sys
from pathlib import Path
from types import ModuleType

import pytest

ADDONS = Path(__file__).parents[2] / "addons"


def _package(name, path):
    module = sys.modules.setdefault(name, ModuleType(name))
    module.__path__ = path
    return module


_package("odoo", [])
_package("odoo.addons", [str(ADDONS)])
for _addon in sorted(ADDONS.iterdir()):
    if _addon.is_dir():
        _package(f"odoo.addons.{_addon.name}", [str(_addon)])

# Only now the addons can be imported.
from member_files import TODAY, by_key, read  # noqa: E402

from odoo.addons.bzk_library.demodata import generate, schema  # noqa: E402


@pytest.fixture(scope="session")
def full(tmp_path_factory):
    """Zuid-Kennemerland in full: file name -> rows."""
    written = generate(tmp_path_factory.mktemp("full"), "zuid-kennemerland", TODAY)
    return {name: read(file.path) for name, file in written.items()}


@pytest.fixture(scope="session")
def members(full):
    """The current members, each once."""
    return list(by_key(full[schema.CURRENT]).values())


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A tenth of it."""
    written = generate(tmp_path_factory.mktemp("small"), "zuid-kennemerland", TODAY, 6457)
    return {name: read(file.path) for name, file in written.items()}
