"""Links that let in whoever has them, without a login."""

from hmac import compare_digest


def is_signed(expected, given):
    """Tell whether a link carries the right signature, in the same time whatever it carries.

    :param str expected: the signature
    :param str given: what stands in the link, by anyone: any text at all
    """
    return compare_digest(expected.encode(), given.encode("utf-8", "replace"))
