"""How well text stands out from what is behind it (WCAG 2.2, success criterion 1.4.3)."""

from tinycss2.color3 import parse_color

#: Of large text: from 24 px on, or 18.66 px when it is bold (18 and 14 points).
LARGE, LARGE_BOLD = 24, 18.66
ENOUGH, ENOUGH_LARGE = 4.5, 3.0


def parse(text):
    """Read a colour as style sheets write it.

    :return: (red, green, blue, opacity), each from 0 to 1; None for what is none, or not known
    """
    colour = parse_color(text or "")
    return None if colour is None or colour == "currentColor" else tuple(colour)


def over(front, back):
    """Lay a colour that may let through over one that does not.

    >>> over((0, 0, 0, 0.5), (1, 1, 1, 1))
    (0.5, 0.5, 0.5, 1)
    """
    opacity = front[3]
    mixed = (one * opacity + other * (1 - opacity) for one, other in zip(front, back, strict=True))
    return (*list(mixed)[:3], 1)


def contrast(one, other):
    """Ratio between two colours, from 1 to 21.

    >>> round(contrast((0, 0, 0, 1), (1, 1, 1, 1)))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    red, green, blue = (_linear(part) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
