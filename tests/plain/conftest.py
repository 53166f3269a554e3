"""Makes the plain-Python parts of the addons importable by their usual names, without Odoo.

Each addon stands in as an empty package that has its folder as path, so that
``odoo.addons.bzk_library.demodata`` is imported without running the addon's models.
"""

import sys
from pathlib import Path
from types import ModuleType

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
