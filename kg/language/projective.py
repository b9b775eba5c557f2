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
    # [side, start, width] and [side, end, width]: so the parts of all spans of one width are slices
    closed, closed_by_end = np.zeros((2, size, size)), np.zeros((2, size, size))
    opened = np.zeros((size, size))  # to the right, [start, width]
    opened_by_end = np.zeros((size, size))  # to the left, [end, width]
    split = np.zeros((2, 2, size, size), dtype=np.int64)  # [closed or opened, side, start, width]
    starts = np.arange(size)
    for width in range(1, size):
        start, count = starts[: size - width], size - width
        best = closed[RIGHT, :count, :width] + closed_by_end[LEFT, width:, width - 1 :: -1]
        place = best.argmax(axis=1)
        joined = best[start, place]
        opened_by_end[width:, width] = joined + arcs.diagonal(-width)
        opened[:count, width] = joined + arcs.diagonal(width)
        split[1, :, :count, width] = start + place
        best = closed[LEFT, :count, :width] + opened_by_end[width:, width:0:-1]
        place = best.argmax(axis=1)
        closed[LEFT, :count, width] = closed_by_end[LEFT, width:, width] = best[start, place]
        split[0, LEFT, :count, width] = start + place
        best = opened[:count, 1 : width + 1] + closed_by_end[RIGHT, width:, width - 1 :: -1]
        place = best.argmax(axis=1)
        closed[RIGHT, :count, width] = closed_by_end[RIGHT, width:, width] = best[start, place]
        split[0, RIGHT, :count, width] = start + place + 1
    root = int((chances[:, 0] + closed[LEFT, 0, :] + closed_by_end[RIGHT, size - 1, ::-1]).argmax())
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
        place = int(split[0 if is_closed else 1, side, start, end - start])
        if not is_closed:
            heads[start if side == LEFT else end] = (end if side == LEFT else start) + 1
            waiting += [(True, RIGHT, start, place), (True, LEFT, place + 1, end)]
        elif side == LEFT:
            waiting += [(True, LEFT, start, place), (False, LEFT, place, end)]
        else:
            waiting += [(False, RIGHT, start, place), (True, RIGHT, place, end)]
    return heads
