"""CaRB: how many words do long extractions share with those of annotators (Bhardwaj et al., EMNLP 2019)?

Words are compared slot by slot: relation, first argument, all others together. Every gold tuple takes the extraction
that covers it best; for precision, extractions and gold tuples are paired one to one. Cut off at each confidence, this
gives a curve. The peculiarities of the published scorer are kept, so that figures can be set beside published ones.
"""

from __future__ import annotations

import string
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation.figures import f1
from kg.evaluation.files import Problems, read_text

_FORMS_OF_BE = frozenset("be is am are was were been being".split())
# With these the speaker may stand after what was said, and the arguments change places.
_SAYING = ("said", "says", "told", "added", "adds")
_PENN = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
# The share of words under which a tuple is shown as wrong or missed; it has no part in the score.
_HALF = 0.5


@dataclass(frozen=True)
class Tuple:
    """A relation and its arguments, as lists of words: relation, first argument, the others together."""

    relation: str
    slots: tuple[tuple[str, ...], ...]
    confidence: float = 1.0

    @classmethod
    def make(cls, relation: str, arguments: Sequence[str], confidence: float = 1.0) -> Tuple:
        """Return the tuple of a relation and any number of arguments."""
        texts = [relation, *arguments[:1], *([" ".join(arguments[1:])] if len(arguments) > 1 else [])]
        return cls(relation, tuple(tuple(text.split()) for text in texts), confidence)

    def __str__(self) -> str:
        relation, *arguments = (" ".join(words) for words in self.slots)
        return " | ".join([*arguments[:1], relation, *arguments[1:]])


Tuples = Mapping[str, Sequence[Tuple]]


@dataclass(frozen=True)
class Gold:
    """The tuples and the text of each sentence, by what `sentence_key` makes of it, and what was wrong in the file."""

    tuples: dict[str, list[Tuple]]
    sentences: dict[str, str]
    problems: Problems


@dataclass(frozen=True)
class Point:
    """What is reached if only extractions of at least the confidence `threshold` are kept."""

    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)


@dataclass(frozen=True)
class Score:
    """The curve from the highest threshold to the lowest; empty without extractions."""

    curve: tuple[Point, ...]
    extractions: int
    tuples: int
    sentences: int

    @property
    def best(self) -> Point:
        """The point of the best F1, the one of the highest threshold if several are best."""
        return max(self.curve, key=lambda point: point.f1, default=Point(0.0, 0.0, 0.0))

    @property
    def everything(self) -> Point:
        """The point at which all extractions are kept."""
        return self.curve[-1] if self.curve else Point(0.0, 0.0, 0.0)

    @property
    def auc(self) -> float:
        """The area under precision by recall, from recall 0 with precision 1 on."""
        points = [Point(1.0, 1.0, 0.0), *self.curve]
        return sum((b.recall - a.recall) * (a.precision + b.precision) / 2 for a, b in pairwise(points))


def sentence_key(text: str) -> str:
    """Return what is the same in all spellings of a sentence: no blanks, no punctuation.

    >>> sentence_key("Acme -LRB- Oslo -RRB- closed .") == sentence_key("Acme (Oslo) closed.")
    True
    """
    text = text.replace(" ", "")
    for escaped, bracket in _PENN.items():
        text = text.replace(escaped, bracket)
    return text.translate(_NO_PUNCTUATION)


def read_gold(path: Path) -> Gold:
    """Return the gold of a file of `sentence TAB relation TAB arg1 TAB ...`; `EvaluationError` if it has none."""
    problems = Problems(str(path))
    by_text: dict[str, list[Tuple]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = [part.strip() for part in line.strip().split("\t")]
        if len(fields) >= 2:
            # "C: " marks the circumstances of a tuple in files that were made from older ones; they are not scored.
            arguments = [part for part in fields[2:] if "C: " not in part]
            by_text.setdefault(fields[0], []).append(Tuple.make(fields[1], arguments))
        elif line.strip():
            problems.add(number, f"no tuple, as it has no tab: {line.strip()!r}")
    if not by_text:
        raise EvaluationError(f"{path} is no CaRB gold file: no line is sentence, tab, relation, tab, arguments")
    # Of two spellings of one sentence the later replaces the earlier, as in the published scorer.
    tuples = {sentence_key(text): found for text, found in by_text.items()}
    return Gold(tuples, {sentence_key(text): text for text in by_text}, problems)


def read_extractions(text: str, name: str) -> tuple[dict[str, list[Tuple]], Problems]:
    """Return the extractions by sentence key, from lines of `sentence TAB confidence TAB relation TAB arg1 ...`.

    Raises `EvaluationError` for a confidence that is no number.
    """
    problems = Problems(name)
    by_text: dict[str, list[Tuple]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        fields = line.strip().split("\t")
        if len(fields) >= 3:
            by_text.setdefault(fields[0], []).append(_read_tuple(fields, f"{name}, line {number}"))
        elif line.strip():
            problems.add(
                number, f"left out, as it has {len(fields)} fields; expected sentence, confidence, relation ..."
            )
    return {sentence_key(sentence): found for sentence, found in by_text.items()}, problems


def _read_tuple(fields: Sequence[str], where: str) -> Tuple:
    try:
        confidence = float(fields[1])
    except ValueError as error:
        raise EvaluationError(f"{where}: {fields[1]!r} is no confidence; each line is sentence, confidence, relation, "
                              "arguments, parted by tabs") from error  # fmt: skip
    return Tuple.make(fields[2], fields[3:], confidence)


def _count_shared(one: Sequence[str], other: Sequence[str]) -> int:
    return (Counter(one) & Counter(other)).total()


def _compare(wanted: Sequence[Sequence[str]], ours: Sequence[Sequence[str]]) -> tuple[float, float]:
    shared = _count_shared(wanted[0], ours[0])
    # A "be" that was put in for a noun phrase stands for whatever form the annotator chose.
    if ours[0].count("be") > wanted[0].count("be") and _FORMS_OF_BE & set(wanted[0]):
        shared += 1
    if not shared or (len(ours) < 3 and len(ours) < len(wanted)):
        return 0.0, 0.0
    arguments = list(zip(wanted[1:], ours[1:], strict=False))
    shared += sum(_count_shared(here, there) for here, there in arguments)
    size = len(ours[0]) + sum(len(there) for _, there in arguments)
    return shared / size, shared / sum(map(len, wanted))


def compare(wanted: Tuple, ours: Tuple) -> tuple[float, float]:
    """Return the shares of the words of an extraction and of a gold tuple that the other has too."""
    best = _compare(wanted.slots, ours.slots)
    if len(ours.slots) == 3 and any(verb in wanted.relation for verb in _SAYING):
        relation, first, rest = ours.slots
        best = max(best, _compare(wanted.slots, (relation, rest, first)))
    return best


def _sum_precision(pairs: Sequence[Sequence[tuple[float, float]]], kept: Sequence[int]) -> float:
    """Return the sum over pairs chosen one to one, the most precise first; of equals the first in the files."""
    ranked = sorted(
        ((row, column) for row in range(len(pairs)) for column in kept), key=lambda p: -pairs[p[0]][p[1]][0]
    )
    rows, columns, total = set(), set(), 0.0
    for row, column in ranked:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            total += pairs[row][column][0]
    return total


def _changes(wanted: Sequence[Tuple], ours: Sequence[Tuple]) -> Iterator[tuple[float, tuple[float, int, float]]]:
    """Yield what each threshold of a sentence, from above, adds to the sums of precision, extractions and recall."""
    pairs = [[compare(gold, one) for one in ours] for gold in wanted]
    before = (0.0, 0, 0.0)
    for threshold in sorted({one.confidence for one in ours}, reverse=True):
        kept = [place for place, one in enumerate(ours) if one.confidence >= threshold]
        recall = sum(max(row[place][1] for place in kept) for row in pairs)
        now = (_sum_precision(pairs, kept), len(kept), recall)
        yield threshold, (now[0] - before[0], now[1] - before[1], now[2] - before[2])
        before = now


def score(gold: Gold, extractions: Tuples) -> Score:
    """Return the curve; extractions of sentences that the gold does not have are left out."""
    wanted_count = sum(map(len, gold.tuples.values()))
    sums: dict[float, tuple[float, int, float]] = defaultdict(lambda: (0.0, 0, 0.0))
    for key, wanted in gold.tuples.items():
        for threshold, added in _changes(wanted, extractions.get(key, ())):
            sums[threshold] = _add(sums[threshold], added)
    thresholds = sorted(sums, reverse=True)
    totals = list(accumulate((sums[threshold] for threshold in thresholds), _add))
    curve = tuple(
        Point(threshold, precision / count, recall / wanted_count)
        for threshold, (precision, count, recall) in zip(thresholds, totals, strict=True)
    )
    return Score(curve, totals[-1][1] if totals else 0, wanted_count, len(gold.tuples))


def _add(one: tuple[float, int, float], other: tuple[float, int, float]) -> tuple[float, int, float]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def explain(gold: Gold, extractions: Tuples) -> Iterator[str]:
    """Yield each sentence with the extractions and the gold tuples of which less than half is in the other."""
    for key, wanted in gold.tuples.items():
        ours = extractions.get(key, ())
        pairs = [[compare(one, found) for found in ours] for one in wanted]
        wrong = [found for place, found in enumerate(ours) if max(row[place][0] for row in pairs) < _HALF]
        missed = [
            one
            for one, row in zip(wanted, pairs, strict=True)
            if max((share for _, share in row), default=0.0) < _HALF
        ]  # fmt: skip
        if wrong or missed:
            yield gold.sentences[key]
            yield from (f"  wrong   {found}" for found in wrong)
            yield from (f"  missed  {one}" for one in missed)
