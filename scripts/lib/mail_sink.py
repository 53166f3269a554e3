"""A mail server that takes everything and keeps nothing: smtp-sink of Postfix, for measuring.

It comes out of Debian's package, which is unpacked into the private folder and not installed: no
mail server is set up on the machine.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import time

from console import Problem, child_environment, run
from odoo_source import archive_address, private_apt
from places import Stamp, home, is_root, log_file, short_hash
from system import check_supported

# The sink, and the libraries that it is linked with.
PACKAGES = {
    "bookworm": ("postfix", "libicu72", "libdb5.3", "libnsl2", "libtirpc3"),
    "trixie": ("postfix", "libicu76", "libdb5.3t64", "libnsl2", "libtirpc3t64"),
}
HOST = "127.0.0.1"


def ensure_sink():
    """Unpack smtp-sink into the private folder unless it is there.

    :returns: path of the program
    :raises Problem: when no archive can be reached
    """
    suite = check_supported()
    folder = home() / "postfix"
    program = folder / "usr" / "sbin" / "smtp-sink"
    names = PACKAGES[suite]
    stamp = Stamp("postfix")
    wanted = short_hash(home(), suite, *names)
    if stamp.matches(wanted) and program.exists():
        return program
    work = home() / "apt-postfix"
    shutil.rmtree(work, ignore_errors=True)
    options = private_apt(work, archive_address(), suite)
    env, log = child_environment(), log_file("postfix-download")
    run(["apt-get", *options, "-q", "update"], "Reading the archive's lists", log, env)
    download = ["apt-get", *options, "-q", "download", *names]
    run(download, "Downloading Postfix", log, env, cwd=work / "packages")
    shutil.rmtree(folder, ignore_errors=True)
    for package in sorted((work / "packages").glob("*.deb")):
        run(["dpkg", "-x", str(package), str(folder)], f"Unpacking {package.name}", log)
    shutil.rmtree(work)
    stamp.write(wanted)
    return program


class Sink:
    """A running smtp-sink on a port of this machine alone.

    :param program: path of smtp-sink
    :param port: where it listens
    :param dump: file to which it writes every mail, headers included; nothing is kept without
    """

    def __init__(self, program, port, dump=None):
        self._program = program
        self._port = port
        self._dump = dump
        self._process = None

    def start(self):
        """Begin to listen.

        :raises Problem: when it does not
        """
        command = [str(self._program)]
        if is_root():
            command += ["-u", "nobody"]
        if self._dump:
            command += ["-D", str(self._dump)]
        command += [f"{HOST}:{self._port}", "1000"]
        folder = self._program.parents[2]
        libraries = [
            folder / "usr" / "lib" / "postfix",
            *(folder / "usr" / "lib").glob("*-linux-*"),
        ]
        environment = os.environ | {"LD_LIBRARY_PATH": ":".join(map(str, libraries))}
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _attempt in range(100):
            with contextlib.suppress(OSError), socket.create_connection((HOST, self._port), 1):
                return
            if self._process.poll() is not None:
                raise Problem(f"smtp-sink: {self._process.stderr.read().decode().strip()}")
            time.sleep(0.05)
        raise Problem("smtp-sink does not listen")

    def stop(self):
        """End it at once, in the middle of whatever it does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exception):
        self.stop()
