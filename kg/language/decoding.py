"""From scores to labels: trees out of arc scores, names out of label probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

FORBIDDEN = -1e9


def find_heads(arcs: Scores) -> list[int]:
    """Return the head of each word, 1-based, 0 for the root: always a tree with a single root.

    `arcs` has a row for each word and a column for each possible head, the root's first. Each word takes its best
    head; where that is no tree, the best tree is found (Chu and Liu 1965, Edmonds 1967).
    """
    arcs = _without_loops(arcs)
    heads = [int(head) for head in arcs.argmax(axis=1)]
    return heads if is_tree(heads) else _best_tree(arcs)


def _without_loops(arcs: Scores) -> Scores:
    arcs = arcs.copy()
    for word in range(arcs.shape[0]):
        arcs[word, word + 1] = FORBIDDEN
    return arcs


def is_tree(heads: Sequence[int]) -> bool:
    """Whether the heads (1-based, 0 for the root) form a tree with exactly one root.

    >>> is_tree([2, 0, 2]), is_tree([2, 1, 0]), is_tree([0, 0])
    (True, False, False)
    """
    return list(heads).count(0) == 1 and find_cycle([-1, *heads]) == []


def find_cycle(heads: Sequence[int]) -> list[int]:
    """Return the nodes of one cycle, or an empty list; `heads[0]` belongs to the root and is not followed."""
    state = [0] * len(heads)
    state[0] = 2
    for first in range(1, len(heads)):
        path = []
        node = first
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for node in path:
            state[node] = 2
    return []


def _best_tree(arcs: Scores) -> list[int]:
    """The best tree with one root: each word that the best forest makes a root is tried as the only one."""
    import numpy as np

    shifted = arcs - arcs.max(axis=1, keepdims=True)
    chances = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    size = arcs.shape[0] + 1
    square = np.full((size, size), FORBIDDEN)
    square[1:] = chances
    heads = _edmonds(square)
    roots = [word for word in range(1, size) if heads[word] == 0]
    if len(roots) == 1:
        return heads[1:]
    best: tuple[float, list[int]] | None = None
    for root in roots:
        alone = square.copy()
        alone[1:, 0] = FORBIDDEN
        alone[root] = FORBIDDEN
        alone[root, 0] = 0.0
        tried = _edmonds(alone)
        score = float(sum(square[word, tried[word]] for word in range(1, size)))
        if best is None or score > best[0]:
            best = (score, tried)
    assert best is not None  # a forest has a root
    return best[1][1:]


def _edmonds(scores: Any) -> list[int]:
    """The best heads for a square of scores [dependent, head]; node 0 is the root."""
    heads = [0, *(int(head) for head in scores[1:].argmax(axis=1))]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    return _expand(scores, heads, cycle)


def _expand(scores: Any, heads: list[int], cycle: list[int]) -> list[int]:
    """Contract the cycle to one node, solve the smaller problem, and open the cycle where that enters it."""
    import numpy as np

    inside = set(cycle)
    outside = [node for node in range(len(heads)) if node not in inside]
    kept = np.array([scores[node, heads[node]] for node in cycle])
    small = np.full((len(outside) + 1, len(outside) + 1), FORBIDDEN * 10)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    small[-1, :-1] = entering.max(axis=0)
    leaving = scores[np.ix_(outside, cycle)]
    small[:-1, -1] = leaving.max(axis=1)
    solved = _edmonds(small)
    found = list(heads)
    for place, node in enumerate(outside[1:], start=1):
        head = solved[place]
        found[node] = cycle[int(leaving[place].argmax())] if head == len(outside) else outside[head]
    entry = solved[-1]
    found[cycle[int(entering[:, entry].argmax())]] = outside[entry]
    return found


def find_names(probabilities: Scores, labels: Sequence[str]) -> list[str]:
    """Return the likeliest legal BIO tags: `I-X` only after `B-X` or `I-X` (Viterbi)."""
    import numpy as np

    if not len(probabilities):
        return []
    chances = np.log(np.maximum(probabilities, 1e-12))
    allowed = np.array([[0.0 if _may_follow(before, after) else FORBIDDEN for after in labels] for before in labels])
    start = np.array([FORBIDDEN if label.startswith("I-") else 0.0 for label in labels])
    best = start + chances[0]
    pointers = []
    for row in chances[1:]:
        paths = best[:, None] + allowed
        pointers.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    state = int(best.argmax())
    tags = [labels[state]]
    for pointer in reversed(pointers):
        state = int(pointer[state])
        tags.append(labels[state])
    return tags[::-1]


def _may_follow(before: str, after: str) -> bool:
    return not after.startswith("I-") or before[2:] == after[2:]
