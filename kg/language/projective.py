"""The best tree without crossing arcs, out of arc scores (Eisner 1996)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEFT, RIGHT = 0, 1


def is_projective(heads: Sequence[int]) -> bool:
    """Whether no two arcs of a tree cross; the arc of the root counts as one from before the first word.

    >>> is_projective([2, 0, 2]), is_projective([3, 4, 0, 3])
    (True, False)
    """
    arcs = sorted((min(word, head), -max(word, head)) for word, head in enumerate(heads, start=1))
    ends: list[int] = []
    for start, minus_end in arcs:
        while ends and ends[-1] <= start:
            ends.pop()
        if ends and ends[-1] < -minus_end:
            return False
        ends.append(-minus_end)
    return True


def find_projective_heads(chances: NDArray[np.float64]) -> list[int]:
    """Return the head of each word, 1-based, 0 for the one root, of the likeliest tree without crossing arcs.

    `chances` has a row of log probabilities for each word and a column for each head, the root's first. A chart over
    spans of words, filled from the short to the long: of each span, the best half-tree that its left or its right word
    heads, once closed and once with the arc between its ends just made.
    """
    import numpy as np

    size = chances.shape[0]
    arcs = chances[:, 1:].T  # arcs[head, word]
    closed = np.full((2, size, size), -np.inf)
    closed[:, np.arange(size), np.arange(size)] = 0.0
    opened = np.full((2, size, size), -np.inf)
    split = np.zeros((2, 2, size, size), dtype=np.int64)  # [closed or opened, side, start, end]
    for width in range(1, size):
        start = np.arange(size - width)
        end = start + width
        inner = start[:, None] + np.arange(width)
        best = closed[RIGHT, start[:, None], inner] + closed[LEFT, inner + 1, end[:, None]]
        place = best.argmax(axis=1)
        joined = best[start, place]
        opened[LEFT, start, end] = joined + arcs[end, start]
        opened[RIGHT, start, end] = joined + arcs[start, end]
        split[1, :, start, end] = (start + place)[:, None]
        best = closed[LEFT, start[:, None], inner] + opened[LEFT, inner, end[:, None]]
        place = best.argmax(axis=1)
        closed[LEFT, start, end], split[0, LEFT, start, end] = best[start, place], start + place
        best = opened[RIGHT, start[:, None], inner + 1] + closed[RIGHT, inner + 1, end[:, None]]
        place = best.argmax(axis=1)
        closed[RIGHT, start, end], split[0, RIGHT, start, end] = best[start, place], start + place + 1
    root = int((chances[:, 0] + closed[LEFT, 0, :] + closed[RIGHT, :, size - 1]).argmax())
    return _read_chart(split, root)


def _read_chart(split: NDArray[np.int64], root: int) -> list[int]:
    """Follow the splits down from the root's two halves."""
    size = split.shape[-1]
    heads = [0] * size
    waiting = [(True, LEFT, 0, root), (True, RIGHT, root, size - 1)]
    while waiting:
        is_closed, side, start, end = waiting.pop()
        if start == end:
            continue
        place = int(split[0 if is_closed else 1, side, start, end])
        if not is_closed:
            heads[start if side == LEFT else end] = (end if side == LEFT else start) + 1
            waiting += [(True, RIGHT, start, place), (True, LEFT, place + 1, end)]
        elif side == LEFT:
            waiting += [(True, LEFT, start, place), (False, LEFT, place, end)]
        else:
            waiting += [(False, RIGHT, start, place), (True, RIGHT, place, end)]
    return heads
