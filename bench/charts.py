"""Line charts as SVG files, without a library: light, with labelled axes, linear or logarithmic."""
import html
import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 64, 92
# Told apart by people who do not see all colours, too: marks differ besides.
COLOURS = ["#0b62a4", "#d1495b", "#2e8b57", "#8a5fbf", "#b8860b", "#4a5568"]
TEXT, FAINT = "#2d3748", "#e2e8f0"


def short(number):
    """1000000 as 1M, 0.25 as it is."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"


class Axis:
    """Puts the numbers of one axis between `begin` and `end` on the paper."""

    def __init__(self, values, begin, end, logarithmic):
        self.begin, self.end, self.logarithmic = begin, end, logarithmic
        self.ticks = decades(values) if logarithmic else steps(values)
        self.least, self.most = self.scale(self.ticks[0]), self.scale(self.ticks[-1])

    def scale(self, value):
        return math.log10(value) if self.logarithmic else value

    def place(self, value):
        part = (self.scale(value) - self.least) / (self.most - self.least)
        return self.begin + part * (self.end - self.begin)


def decades(values):
    """Powers of ten around the values; with halves and fifths between where they are few."""
    first = math.floor(math.log10(min(values)))
    last = max(math.ceil(math.log10(max(values))), first + 1)
    within = (1, 2, 5) if last - first <= 2 else (1,)
    return [10 ** power * part for power in range(first, last) for part in within] + [10 ** last]


def steps(values):
    """Round numbers from 0 to beyond the greatest value."""
    most = max(values) or 1
    step = 10 ** math.floor(math.log10(most))
    while most / step < 4:
        step /= 2
    while most / step > 8:
        step *= 2
    return [step * i for i in range(math.ceil(most / step * 1.05) + 1)]


class Chart:
    """`series`: of each name, the points (x, y)."""

    def __init__(self, title, x_label, y_label, series, x_log=True, y_log=False):
        self.title, self.x_label, self.y_label, self.series = title, x_label, y_label, series
        points = [point for line in series.values() for point in line]
        self.x = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT, x_log)
        self.y = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP, y_log)

    def text(self):
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                 f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13" '
                 f'fill="{TEXT}" role="img" aria-label="{html.escape(self.title)}">',
                 f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
                 label(LEFT, 24, self.title, "start", 'font-size="15" font-weight="bold"'),
                 label(LEFT, 46, self.y_label, "start"),
                 label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 40, self.x_label)]
        parts += self.grid()
        for place, (name, points) in enumerate(self.series.items()):
            parts += self.line(place, name, points)
        return "\n".join(parts + ["</svg>", ""])

    def grid(self):
        for tick in self.y.ticks:
            y = self.y.place(tick)
            yield stroke(LEFT, y, WIDTH - RIGHT, y, FAINT)
            yield label(LEFT - 8, y + 4, short(tick), "end")
        for tick in self.x.ticks:
            x = self.x.place(tick)
            yield stroke(x, TOP, x, HEIGHT - BOTTOM, FAINT)
            yield label(x, HEIGHT - BOTTOM + 18, short(tick))
        yield stroke(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, TEXT)

    def line(self, place, name, points):
        colour = COLOURS[place % len(COLOURS)]
        spots = [(self.x.place(x), self.y.place(y)) for x, y in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in spots:
            yield mark(place, x, y, colour)
        # Two names in a row below the chart.
        x = LEFT + (place % 2) * (WIDTH - LEFT - RIGHT) / 2
        y = HEIGHT - 28 + (place // 2) * 18
        yield mark(place, x + 6, y - 4, colour)
        yield label(x + 18, y, name, "start")


def label(x, y, text, anchor="middle", more=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>'
            f"{html.escape(text)}</text>")


def stroke(x1, y1, x2, y2, colour):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def mark(place, x, y, colour):
    """A disc, a square, or a diamond."""
    if place % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if place % 3 == 2 else ""
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"{turned}/>'
