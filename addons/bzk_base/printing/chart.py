"""A chart of stacked columns as SVG, the same on screen and on paper."""

from html import escape
from math import floor, log10

#: Measures in pixels of the drawing; it scales to the width it is given.
WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 60, 10, 18, 24
LEGEND = 24
STEPS = (1, 2, 2.5, 5, 10)
#: Width of a letter in the legend, on average.
LETTER = 6.5
#: Part of its place that a column fills.
FILLED = 0.6
WIDEST = 90


def stacked_columns(categories, series, written, title):
    """Draw a column for each category, with the series on top of each other.

    :param list categories: what stands under the columns
    :param list series: of (name, colour, pattern, values); a pattern is ``""`` or ``"hatched"``,
        which stays visible where colours do not
    :param written: function from a number to its text
    :param str title: what the chart tells, for who cannot see it
    :return: SVG markup
    """
    totals = [sum(values) for values in zip(*(row[3] for row in series), strict=True)]
    top, step = _scale(max(totals, default=0))
    plot_width, plot_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    slot = plot_width / max(len(categories), 1)
    column = min(slot * FILLED, WIDEST)

    def level(value):
        return TOP + plot_height * (1 - value / top)

    parts = [
        f'<svg class="bzk_chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {HEIGHT + LEGEND}" width="100%" font-size="12" '
        f'font-family="sans-serif" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        _patterns(series),
    ]
    line = 0
    while line <= top:
        at = level(line)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
            f'stroke="#d5dbe0" stroke-width="1"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#555">'
            f"{escape(written(line))}</text>"
        )
        line += step
    for place, category in enumerate(categories):
        middle = LEFT + slot * (place + 0.5)
        below = 0
        for number, (name, _colour, _pattern, values) in enumerate(series):
            value = values[place]
            if value:
                parts.append(
                    f'<rect x="{middle - column / 2:.1f}" y="{level(below + value):.1f}" '
                    f'width="{column:.1f}" height="{plot_height * value / top:.1f}" '
                    f'fill="{_fill(number, series[number])}">'
                    f"<title>{escape(f'{category}, {name}: {written(value)}')}</title></rect>"
                )
            below += value
        parts.append(
            f'<text x="{middle:.1f}" y="{level(below) - 5:.1f}" text-anchor="middle" '
            f'fill="#1c1c1c">{escape(written(below))}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#1c1c1c">'
            f"{escape(str(category))}</text>"
        )
    parts += [*_legend(series), "</svg>"]
    return "".join(parts)


def _scale(highest):
    """A round top for the axis, and the distance between its lines."""
    if highest <= 0:
        return 1, 1
    rough = highest / 4
    power = 10 ** floor(log10(rough))
    step = next(power * size for size in STEPS if power * size >= rough)
    step = max(1, step)
    top = step
    while top < highest:
        top += step
    return top, step


def _fill(number, row):
    return f"url(#bzk_hatch_{number})" if row[2] else row[1]


def _patterns(series):
    patterns = [
        f'<pattern id="bzk_hatch_{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#fff"/>'
        f'<path d="M0,6 L6,0 M-1,1 L1,-1 M5,7 L7,5" stroke="{colour}" stroke-width="2"/></pattern>'
        for number, (_name, colour, pattern, _values) in enumerate(series)
        if pattern
    ]
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def _legend(series):
    left = LEFT
    for number, (name, colour, _pattern, _values) in enumerate(series):
        yield (
            f'<rect x="{left:.1f}" y="{HEIGHT + 6}" width="12" height="12" stroke="{colour}" '
            f'fill="{_fill(number, series[number])}"/>'
            f'<text x="{left + 18:.1f}" y="{HEIGHT + 16}" fill="#1c1c1c">{escape(name)}</text>'
        )
        left += 18 + LETTER * len(name) + LEGEND
