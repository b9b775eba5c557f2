"""Pronouns on GAP, validation part (Webster et al. 2018), in the snippet setting: texts are read without their page."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

from kg.extractors import RuleExtractor
from kg.model import Document, Extraction, Mention, MentionKind

from . import sources
from .measures import Measure, digest, percent

FILE = "coref/gap/validation.tsv.gz"
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
    """Return precision, recall and F1 over the names marked as the pronoun's, in all and by gender; examples are texts.

    Raises `Skipped` where the data are not there.
    """
    (path,) = sources.find(shared, FILE)
    extractor, rows = RuleExtractor(), read_rows(path)
    by_gender: dict[str, list[Counter[str]]] = {"masculine": [], "feminine": []}
    for row in rows:
        gender = "feminine" if row["Pronoun"].lower() in FEMININE else "masculine"
        by_gender[gender].append(count(row, extractor))
    groups = {"all": [counts for group in by_gender.values() for counts in group], **by_gender}
    return [_measure(f"GAP validation, {name}", group, digest([path])) for name, group in groups.items()]


def _measure(name: str, group: list[Counter[str]], data: str) -> Measure:
    counts = sum(group, Counter[str]())
    right, found, marked = counts["right"], counts["found"], counts["marked"]
    return Measure(
        name, "F1", percent(2 * right / (found + marked or 1)), percent(right / (found or 1)),
        percent(right / (marked or 1)), len(group), data,
    )  # fmt: skip
