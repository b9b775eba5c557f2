"""BenchIE: is a fact exactly one of those that annotators wrote down (Gashteovski et al., ACL 2022)?

For each sentence the gold file lists facts, and for each fact all its accepted wordings: subject, relation and object,
with words in [brackets] that may be left out. An extraction is right if it equals one wording, slot by slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation.figures import f1
from kg.evaluation.files import Problems, read_text

Extraction = tuple[str, str, str]
"""Subject, relation and object; words are parted by blanks."""
Pattern = tuple[tuple[tuple[str, ...], bool], ...]
"""The groups of words of a slot, each with whether it may be left out."""
Wording = tuple[Pattern, Pattern, Pattern]
Fact = list[Wording]
Extractions = Mapping[str, Sequence[Extraction]]

_ARROW = "-->"
_SENTENCE = "sent_id:"
_NEW_FACT = re.compile(r"\S+\s*-+>\s*Cluster\s.*:\s*")
_GROUP = re.compile(r"\[([^\]]*)\]|([^\[]+|\[)")


@dataclass(frozen=True)
class Gold:
    """The facts and the text of each sentence, by identifier, and what was wrong with the file."""

    facts: dict[str, list[Fact]]
    sentences: dict[str, str]
    problems: Problems
    wordings: dict[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """What was found. A second wording of a fact that is found neither earns nor costs anything."""

    extractions: int
    correct: int
    found: int
    facts: int

    @property
    def wrong(self) -> int:
        """The extractions that are no wording of any fact."""
        return self.extractions - self.correct

    @property
    def precision(self) -> float:
        """Found facts among found facts and wrong extractions."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Found facts among all facts."""
        return self.found / self.facts if self.facts else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)


def read_gold(path: Path) -> Gold:
    """Return the gold of a file; raises `EvaluationError` if it has none. Lines that are no triples are noted."""
    gold = Gold({}, {}, Problems(str(path)))
    name = ""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.startswith(_SENTENCE):
            name, _, text = (part.strip() for part in line.removeprefix(_SENTENCE).partition("\t"))
            gold.facts.setdefault(name, [])
            gold.sentences[name] = text
        elif not line.strip():
            continue
        elif name not in gold.facts:
            raise EvaluationError(f"{path}, line {number}: {line.strip()!r} stands before the first line {_SENTENCE}")
        elif _NEW_FACT.fullmatch(line):
            gold.facts[name].append([])
        else:
            _add_wording(gold, name, line, number)
    if not gold.facts:
        raise EvaluationError(f"{path} is no BenchIE gold file: it has no line {_SENTENCE}...")
    return gold


def _add_wording(gold: Gold, name: str, line: str, number: int) -> None:
    slots = line.split(_ARROW)
    if len(slots) != 3:
        gold.problems.add(number, f"no triple, as it has {len(slots)} parts between {_ARROW}: {line.strip()!r}")
        return
    facts = gold.facts[name]
    if not facts:
        facts.append([])
    facts[-1].append((read_slot(slots[0]), read_slot(slots[1]), read_slot(slots[2])))
    gold.wordings.setdefault((name, len(facts) - 1), " | ".join(slot.strip() for slot in slots))


def read_slot(slot: str) -> Pattern:
    """Return the groups of words of a slot.

    >>> read_slot("[the] Prime Minister")
    ((('the',), True), (('Prime', 'Minister'), False))
    """
    parts = [(found[1] or found[2] or "", found[2] is None) for found in _GROUP.finditer(slot)]
    return tuple((tuple(words.split()), is_optional) for words, is_optional in parts if words.split())


def fits(words: Sequence[str], pattern: Pattern) -> bool:
    """Whether words are those of a slot, each optional group in its place or left out whole.

    >>> fits(["Prime", "Minister"], read_slot("[the] Prime Minister"))
    True
    """
    places = {0}
    for group, is_optional in pattern:
        after = {place + len(group) for place in places if tuple(words[place : place + len(group)]) == group}
        places = after | places if is_optional else after
    return len(words) in places


def read_extractions(text: str, name: str) -> tuple[dict[str, list[Extraction]], Problems]:
    """Return the extractions by sentence, from lines of `id TAB subject TAB relation TAB object`, and what was wrong.

    `name` is that of the file, for messages.
    """
    problems = Problems(name)
    found: dict[str, list[Extraction]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        fields = [" ".join(part.split()) for part in line.split("\t")]
        if len(fields) < 4:
            problems.add(number, f"{len(fields)} fields, expected id, subject, relation, object; it counts as wrong")
        padded = [*fields, "", "", ""]
        found.setdefault(fields[0], []).append((padded[1], padded[2], padded[3]))
    return found, problems


def is_right(extraction: Extraction, fact: Fact) -> bool:
    """Whether an extraction is one of the wordings of a fact."""
    slots = [slot.split() for slot in extraction]
    return any(all(map(fits, slots, wording)) for wording in fact)


def score(gold: Gold, extractions: Extractions) -> Score:
    """Return the counts of extractions and facts; a right extraction finds the first fact that lists it."""
    total = correct = found = 0
    for name, facts in gold.facts.items():
        ours = extractions.get(name, ())
        first = [next((place for place, fact in enumerate(facts) if is_right(one, fact)), None) for one in ours]
        hits = [place for place in first if place is not None]
        total, correct, found = total + len(ours), correct + len(hits), found + len(set(hits))
    return Score(total, correct, found, sum(map(len, gold.facts.values())))


def explain(gold: Gold, extractions: Extractions) -> Iterator[str]:
    """Yield each sentence with its wrong extractions, and the facts missed by their first wording."""
    for name, facts in gold.facts.items():
        ours = extractions.get(name, ())
        wrong = [one for one in ours if not any(is_right(one, fact) for fact in facts)]
        missed = [place for place, fact in enumerate(facts) if not any(is_right(one, fact) for one in ours)]
        if wrong or missed:
            yield f"{name}\t{gold.sentences.get(name, '')}"
            yield from (f"  wrong   {' | '.join(one)}" for one in wrong)
            yield from (f"  missed  {gold.wordings.get((name, place), '(no wording)')}" for place in missed)
