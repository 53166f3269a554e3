"""Where everything lives: the checkout, and the private folder that holds all the scripts make."""

import functools
import hashlib
import os
import pwd
from pathlib import Path

from console import Problem

CHECKOUT = Path(__file__).resolve().parents[2]
ADDONS = CHECKOUT / "addons"
LIBRARIES = CHECKOUT / "config" / "libraries"
APP = "bzk_library"
DATABASE = "bzk"


def is_root():
    """Whether this runs as root."""
    return os.geteuid() == 0


def user_name():
    """Name of the user this runs as; the PostgreSQL login is mapped from it."""
    return pwd.getpwuid(os.geteuid()).pw_name


def short_hash(*parts):
    """A short, stable name for what the parts say."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def file_hash(*paths):
    """Hash over the contents of files."""
    return short_hash(*(Path(path).read_bytes().hex() for path in paths))


@functools.cache
def home():
    """The private folder: ``BZK_HOME``, or ``.local`` in the checkout. Made when missing.

    :raises Problem: when it can't be made or belongs to someone else
    """
    folder = Path(os.environ.get("BZK_HOME") or CHECKOUT / ".local").expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("log", "stamps"):
            (folder / name).mkdir(exist_ok=True)
    except (PermissionError, FileNotFoundError, NotADirectoryError, FileExistsError) as error:
        raise Problem(
            f"{folder} can't be made by {user_name()}; set BZK_HOME to a folder of your own"
        ) from error
    if not os.access(folder, os.W_OK):
        raise Problem(f"{folder} belongs to another user; set BZK_HOME to a folder of your own")
    return folder


def log_file(name):
    """A log file in the private folder; one run's output is appended to it."""
    return home() / "log" / f"{name}.log"


def odoo_core():
    """The folder that holds the ``odoo`` package."""
    return home() / "odoo" / "usr" / "lib" / "python3" / "dist-packages"


def venv_python():
    """The Python of the project's virtual environment."""
    return home() / "venv" / "bin" / "python"


def venv_command(name):
    """A command line tool of the project's virtual environment."""
    return home() / "venv" / "bin" / name


def cluster_folder():
    """Where the PostgreSQL cluster lives.

    PostgreSQL refuses to run as root, and the user it then runs as can't look into root's folders,
    so for root it is a folder of the system's.
    """
    if is_root():
        return Path("/var/lib/bzk-crm") / short_hash(home())
    return home() / "postgresql"


class Stamp:
    """Remembers that a step was done for a certain input, so that the next run can skip it.

    :param name: name of the step
    """

    def __init__(self, name):
        self.path = home() / "stamps" / name

    def matches(self, value):
        """Whether the step was last done for this value."""
        return self.read() == value

    def read(self):
        """The value the step was last done for, or None."""
        return self.path.read_text() if self.path.exists() else None

    def write(self, value):
        """Remember that the step is done for this value."""
        part = self.path.with_suffix(".part")
        part.write_text(value)
        part.replace(self.path)

    def clear(self):
        """Forget the step."""
        self.path.unlink(missing_ok=True)
