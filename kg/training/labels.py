"""The label inventories, lemma rules and exceptions that training data yield."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kg.language.lemmas import KEEP, exception_key, find_rule
from kg.training.conllu import Row
from kg.training.names import TYPES

NAMES = ("O", *(f"{part}-{kind}" for kind in TYPES for part in ("B", "I")))


@dataclass(frozen=True)
class Labels:
    """What each output of the model means, by index; index 0 is what an unseen label falls back to."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...]
    exceptions: dict[str, str]

    def as_json(self) -> dict[str, object]:
        """Return the labels as plain lists and one table."""
        return asdict(self)


def collect_labels(sentences: Iterable[tuple[Row, ...]]) -> Labels:
    """Return the labels of the trees: features seen twice, lemma rules and relations three times, all else once."""
    rows = [row for sentence in sentences for row in sentence]
    rules = Counter(find_rule(row.form, row.lemma, row.upos) for row in rows)
    return Labels(
        upos=_frequent((row.upos for row in rows), 1),
        xpos=_frequent((row.xpos for row in rows), 2),
        feats=_frequent((row.feats for row in rows), 2),
        lemma=(KEEP, *(rule for rule in _frequent(rules.elements(), 3) if rule != KEEP)),
        deprel=_frequent((row.deprel for row in rows), 3),
        names=NAMES,
        exceptions=_exceptions(rows),
    )


def _frequent(labels: Iterable[str], least: int) -> tuple[str, ...]:
    counted = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
    return tuple(label for label, count in counted if count >= least)


def _exceptions(rows: list[Row]) -> dict[str, str]:
    """Lemmas of forms that always had the same one; proper nouns keep their form and have no entry."""
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.upos not in ("PROPN", "X", "PUNCT", "NUM", "SYM") and row.lemma.islower():
            lemmas[exception_key(row.form, row.upos)][row.lemma] += 1
    table = {}
    for key, counts in sorted(lemmas.items()):
        lemma, count = counts.most_common(1)[0]
        if count >= 2 and count >= 0.98 * sum(counts.values()):
            table[key] = lemma
    return table
