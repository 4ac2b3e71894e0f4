"""Where the parts of a picture stand: numbers for SVG, computed and never measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_SIZE, _RADIUS = 960, 230
_LABEL = 14
_LONGEST = 34
_WIDTH, _HEIGHT, _FLOOR, _TOP, _LEFT = 640, 260, 220, 12, 48


@dataclass(frozen=True, slots=True)
class Node:
    """A point on a circle, with its label beside it: `turn` in degrees, `anchor` as SVG wants it."""

    x: str
    y: str
    label: str
    label_x: str
    label_y: str
    turn: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A curve between two points; `weight` is 1, 2 or 3."""

    path: str
    weight: int


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything that a network's picture consists of; the lightest edges come first."""

    size: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def circle(labels: Sequence[str], edges: Sequence[tuple[int, int, int]]) -> Circle:
    """Labels around a circle, from the top clockwise, and edges (from, to, number) through it."""
    points = [_point(place, len(labels), _RADIUS) for place in range(len(labels))]
    drawn = [Edge(_curve(points[one], points[other]), _weight(number)) for one, other, number in edges]
    return Circle(
        _SIZE,
        tuple(_node(label, place, len(labels)) for place, label in enumerate(labels)),
        tuple(sorted(drawn, key=lambda edge: edge.weight)),
    )


def _angle(place: int, of: int) -> float:
    return 2 * math.pi * place / of - math.pi / 2


def _point(place: int, of: int, radius: float) -> tuple[float, float]:
    angle = _angle(place, of)
    return _SIZE / 2 + radius * math.cos(angle), _SIZE / 2 + radius * math.sin(angle)


def _node(label: str, place: int, of: int) -> Node:
    x, y = _point(place, of, _RADIUS)
    label_x, label_y = _point(place, of, _RADIUS + _LABEL)
    degrees = math.degrees(_angle(place, of))
    left = 90 < degrees < 270
    said = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    return Node(
        _number(x),
        _number(y),
        said,
        _number(label_x),
        _number(label_y),
        _number(degrees + 180 if left else degrees),
        "end" if left else "start",
    )


def _curve(one: tuple[float, float], other: tuple[float, float]) -> str:
    """A curve that bends towards the middle, so that edges between neighbours stay apart from the circle."""
    middle = _SIZE / 2
    bend = ((one[0] + other[0]) / 2 * 0.35 + middle * 0.65, (one[1] + other[1]) / 2 * 0.35 + middle * 0.65)
    ends = (*one, *bend, *other)
    return "M{} {}Q{} {} {} {}".format(*map(_number, ends))


def _weight(number: int) -> int:
    return 1 if number == 1 else 2 if number < 4 else 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of two parts, the second on top of the first: its left side, and top and height of each part."""

    x: str
    first_y: str
    first_height: str
    second_y: str
    second_height: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything that a picture of bars consists of. `lines` are heights with the number that each is."""

    width: int
    height: int
    floor: int
    left: int
    bar_width: str
    bars: tuple[Bar, ...]
    lines: tuple[tuple[str, int], ...]


def columns(numbers: Sequence[tuple[int, int]]) -> Columns:
    """Bars side by side, each of two numbers."""
    most = max((sum(pair) for pair in numbers), default=0)
    step = _step(most)
    top = max(step, -(-most // step) * step)
    scale = (_FLOOR - _TOP) / top
    pitch = (_WIDTH - _LEFT) / max(len(numbers), 1)
    return Columns(
        _WIDTH,
        _HEIGHT,
        _FLOOR,
        _LEFT,
        _number(pitch * 0.8),
        tuple(
            Bar(
                _number(_LEFT + pitch * (place + 0.1)),
                _number(_FLOOR - first * scale),
                _number(first * scale),
                _number(_FLOOR - (first + second) * scale),
                _number(second * scale),
            )
            for place, (first, second) in enumerate(numbers)
        ),
        tuple((_number(_FLOOR - value * scale), value) for value in range(step, top + 1, step)),
    )


def _step(most: int) -> int:
    """A round number that divides a height into at most five."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= factor * size * 5:
                return factor * size
        size *= 10


def _number(value: float) -> str:
    """To a tenth, so that every machine writes the same."""
    tenths = round(value * 10)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
