"""Addresses as QR codes, many times faster than by a general library, for each agreement has one.

The symbol is that of ISO/IEC 18004: bytes, error correction level M, in versions 1 to 9, and always the same
mask, which any reader undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

_BLOCKS = (
    (10, (16,)),
    (16, (28,)),
    (26, (44,)),
    (18, (32,) * 2),
    (24, (43,) * 2),
    (16, (27,) * 4),
    (18, (31,) * 4),
    (22, (38, 38, 39, 39)),
    (22, (36, 36, 36, 37, 37)),
)
"""Of each version at level M: how many bytes correct a block, and how many bytes of data each block holds."""
_ALIGNED = ((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46))
_FIELD = 0x11D
"""The polynomial of the field of 256 that the correction is counted in."""
_MASK = 3  # with level M's own code, which is 0, before it
QUIET = 4
"""The empty edge that a reader needs, in modules."""


class Code(NamedTuple):
    """A QR code as the path of an SVG: `size` modules a side with the edge, each row a stroke of width 1."""

    size: int
    path: str


def qr_code(text: str) -> Code | None:
    """The code of a text; None where it has more than 180 bytes, which no example of an address has."""
    data = text.encode()
    version = next((n for n, (_, sizes) in enumerate(_BLOCKS, 1) if sum(sizes) >= len(data) + 2), None)
    if version is None:
        return None
    words = _codewords(version, data)
    length = 8 * len(words)
    side, place = _layout(version, length)
    stream = int.from_bytes(words)
    bits = f"{stream:0{length}b}{stream ^ ((1 << length) - 1):0{length}b}01"
    across = -(-side // 8)
    modules = int("".join(place(bits)), 2).to_bytes(side * across)
    every = _strokes()
    strokes = [every[byte] for byte in modules]
    rows = ["".join(strokes[at : at + across]) for at in range(0, side * across, across)]
    return Code(side + 2 * QUIET, f"M{QUIET} {QUIET}.5{f'm-{8 * across} 1'.join(rows)}")


@cache
def _layout(version: int, length: int) -> tuple[int, Callable[[str], Iterable[str]]]:
    """The modules of a side, and what places bits, inverted bits, light and dark, in rows of whole bytes."""
    side = 17 + 4 * version
    light, dark = 2 * length, 2 * length + 1
    fixed = {spot: dark if on else light for spot, on in _patterns(version, side)}
    spots = [spot for spot in _zigzag(side) if spot not in fixed]
    for number, (row, column) in enumerate(spots):
        masked = (row + column) % 3 == 0
        bit = number if number < length else light
        fixed[row, column] = (bit + length if number < length else dark) if masked else bit
    width = -(-side // 8) * 8
    return side, itemgetter(*(fixed.get(spot, light) for spot in product(range(side), range(width))))


def _patterns(version: int, side: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """Every module that carries no data, and whether it is dark. Of two for one spot the last one counts."""
    for at in range(side):
        yield (6, at), at % 2 == 0
        yield (at, 6), at % 2 == 0
    far = side - 7
    for (top, left), (row, column) in product(((0, 0), (0, far), (far, 0)), product(range(-1, 8), repeat=2)):
        if 0 <= top + row < side and 0 <= left + column < side:
            yield (top + row, left + column), max(abs(row - 3), abs(column - 3)) not in (2, 4)
    for row, column in product(_ALIGNED[version - 1], repeat=2):
        if (row, column) not in ((6, 6), (6, side - 7), (side - 7, 6)):
            for down, right in product(range(-2, 3), repeat=2):
                yield (row + down, column + right), max(abs(down), abs(right)) != 1
    yield (side - 8, 8), True
    told = _with_remainder(_MASK, 10, 0x537) ^ 0x5412
    for bit in range(15):
        on = bool(told >> bit & 1)
        yield (8, side - 1 - bit) if bit < 8 else (side - 15 + bit, 8), on
        yield ((bit + (bit > 5), 8) if bit < 8 else (8, (15 if bit < 9 else 14) - bit)), on
    if version >= 7:
        told = _with_remainder(version, 12, 0x1F25)
        for bit in range(18):
            low, high = bit // 3, side - 11 + bit % 3
            yield (low, high), bool(told >> bit & 1)
            yield (high, low), bool(told >> bit & 1)


def _with_remainder(value: int, length: int, generator: int) -> int:
    """A value and the remainder by which a reader notices a mistake in it."""
    rest = value
    for _ in range(length):
        rest = rest << 1 ^ (rest >> length - 1) * generator
    return value << length | rest


def _zigzag(side: int) -> Iterator[tuple[int, int]]:
    """The spots in the order in which data takes them: two columns up, two columns down, from the right."""
    for number, right in enumerate((*range(side - 1, 6, -2), 5, 3, 1)):
        rows = range(side) if number % 2 else range(side - 1, -1, -1)
        for row in rows:
            yield row, right
            yield row, right - 1


@cache
def _strokes() -> tuple[str, ...]:
    """For each byte the strokes of its eight modules, from left to right."""
    return tuple("".join(_runs(f"{byte:08b}")) for byte in range(256))


def _runs(modules: str) -> Iterator[str]:
    begun = 0
    for at in range(1, 9):
        if at == 8 or modules[at] != modules[begun]:
            yield f"h{at - begun}" if modules[begun] == "1" else f"m{at - begun} 0"
            begun = at


def _codewords(version: int, data: bytes) -> bytes:
    """The data and its correction, in the order in which they are placed."""
    correcting, sizes = _BLOCKS[version - 1]
    room = sum(sizes)
    head = int.from_bytes(b"\x04" + bytes([len(data)]) + data) << 4  # 4: what follows is bytes
    filled = head.to_bytes(len(data) + 3)[1:]
    filled = (filled + b"\xec\x11" * room)[:room]
    blocks, at = [], 0
    for size in sizes:
        blocks.append(filled[at : at + size])
        at += size
    corrections = [_correction(block, correcting) for block in blocks]
    laid = [block[i] for i in range(max(sizes)) for block in blocks if i < len(block)]
    return bytes(laid) + bytes(part[i] for i in range(correcting) for part in corrections)


def _correction(block: bytes, length: int) -> bytes:
    """What a Reed–Solomon code adds to a block."""
    table, top, kept = _divisions(length), 8 * (length - 1), (1 << 8 * length) - 1
    rest = 0
    for byte in block:
        rest = ((rest << 8) & kept) ^ table[(rest >> top) ^ byte]
    return rest.to_bytes(length)


@cache
def _divisions(length: int) -> tuple[int, ...]:
    """For each byte the multiple of the generator, less its first term, that takes the byte away."""
    generator, root = [1], 1
    for _ in range(length):
        generator = [a ^ _times(b, root) for a, b in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(byte, term) for term in generator[1:])) for byte in range(256))


def _times(a: int, b: int) -> int:
    """The product of two members of the field."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (_FIELD if a & 0x80 else 0)
        b >>= 1
    return product
