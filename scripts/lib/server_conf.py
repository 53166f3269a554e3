"""Writes a server's settings file: one of ours from config/ plus what differs per machine.

Usable as a command too, for a production machine or a container; only the standard library is
needed.
"""

import argparse
import configparser
import os
import secrets
from pathlib import Path


def write_conf(template, target, **machine):
    """Write ``target`` from a template and the machine's own values, readable by its owner only.

    The master password is made at random the first time and kept from then on.

    :param template: one of the files in config/
    :param target: file to write
    :param machine: options of this machine, such as addons_path and data_dir
    """
    target = Path(target)
    conf = configparser.RawConfigParser()
    with open(template) as source:
        conf.read_file(source)
    before = configparser.RawConfigParser()
    before.read(target)
    password = before.get("options", "admin_passwd", fallback=None) or secrets.token_urlsafe(32)
    conf.set("options", "admin_passwd", password)
    for name, value in machine.items():
        conf.set("options", name, str(value))
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        conf.write(output)
    part.replace(target)


def main():
    """Write a settings file from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("template", help="a file of config/")
    parser.add_argument("target", help="the file to write")
    parser.add_argument(
        "options", nargs="*", metavar="NAME=VALUE", help="this machine's own values"
    )
    arguments = parser.parse_args()
    machine = dict(option.split("=", 1) for option in arguments.options)
    write_conf(arguments.template, arguments.target, **machine)


if __name__ == "__main__":
    main()
