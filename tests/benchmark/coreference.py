"""Pronouns on GAP, dev and validation (Webster et al. 2018), and chains on the dev part of GUM (`gum`).

GAP is read in the snippet setting, texts without their page. Its validation part is learnt from; its dev part is not.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kg.extractors import RuleExtractor
from kg.model import Document, Extraction, Mention, MentionKind

from . import gum, sources
from .measures import Measure, digest, percent
from .sources import Skipped

FILES = {"dev": "coref/gap/dev.tsv.gz", "validation": "coref/gap/validation.tsv.gz"}
FEMININE = frozenset(("she", "her", "hers"))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a GAP file, plain or gzip."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def names_of_pronoun(extraction: Extraction, offset: int) -> list[Mention]:
    """Return the names in the chain of the pronoun at an offset."""
    for chain in extraction.chains:
        mentions = [extraction.mentions[index] for index in chain]
        if any(mention.kind is MentionKind.PRONOUN and mention.start == offset for mention in mentions):
            return [mention for mention in mentions if mention.kind is MentionKind.NAME]
    return []


def count(row: dict[str, str], extractor: RuleExtractor) -> Counter[str]:
    """Return how many of the two names of a row are marked as the pronoun's, are found, and are both.

    A name is found if it overlaps one in the pronoun's chain.
    """
    extraction = extractor.extract(Document("0" * 16, row["Text"], row["ID"]))
    names = names_of_pronoun(extraction, int(row["Pronoun-offset"]))
    counts: Counter[str] = Counter()
    for side in "AB":
        start = int(row[f"{side}-offset"])
        end = start + len(row[side])
        is_found = any(name.start < end and start < name.end for name in names)
        is_marked = row[f"{side}-coref"].upper() == "TRUE"
        counts += Counter(right=is_found and is_marked, found=is_found, marked=is_marked)
    return counts


def measure(shared: Path | None) -> list[Measure]:
    """Return what is measured on GAP and on GUM, as far as the data are there.

    Raises `Skipped` where none of them are.
    """
    parts = [lambda name=name: _measure_pronouns(shared, name) for name in FILES] + [lambda: gum.measure(shared)]
    found: list[Measure] = []
    missing: list[Skipped] = []
    for part in parts:
        try:
            found += part()
        except Skipped as skipped:
            missing.append(skipped)
    if not found:
        raise missing[0]
    return found


def _measure_pronouns(shared: Path | None, part: str) -> list[Measure]:
    """Return precision, recall and F1 over the names marked as the pronoun's, in all and by gender; examples are texts.

    On dev the ratio of the F1 of feminine pronouns to that of masculine ones as well.
    """
    (path,) = sources.find(shared, FILES[part])
    extractor, rows = RuleExtractor(), read_rows(path)
    by_gender: dict[str, list[Counter[str]]] = {"masculine": [], "feminine": []}
    for row in rows:
        gender = "feminine" if row["Pronoun"].lower() in FEMININE else "masculine"
        by_gender[gender].append(count(row, extractor))
    groups = {"all": [counts for group in by_gender.values() for counts in group], **by_gender}
    found = [_measure(f"GAP {part}, {name}", group, digest([path])) for name, group in groups.items()]
    if part == "dev":
        ratio = found[2].score / found[1].score if found[1].score else 0.0
        found.append(replace(found[0], name="GAP dev, feminine to masculine", kind="ratio", score=percent(ratio),
                             precision=None, recall=None))  # fmt: skip
    return found


def _measure(name: str, group: list[Counter[str]], data: str) -> Measure:
    counts = sum(group, Counter[str]())
    right, found, marked = counts["right"], counts["found"], counts["marked"]
    return Measure(
        name, "F1", percent(2 * right / (found + marked or 1)), percent(right / (found or 1)),
        percent(right / (marked or 1)), len(group), data,
    )  # fmt: skip
