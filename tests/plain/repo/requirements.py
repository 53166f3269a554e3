"""Reads the pinned requirements, for the tests."""

from places import CHECKOUT


def pinned(name):
    """The packages of a requirements file with their versions.

    :param name: file name in the checkout
    """
    lines = (CHECKOUT / name).read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {package.lower(): version for package, version in pairs}
