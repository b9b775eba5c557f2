"""Scores pronouns on GAP (Webster et al. 2018): `python tests/benchmark/coreference_gap.py FILE.tsv[.gz]` prints JSON.

A pronoun is right about a name if the name overlaps one in the pronoun's chain. `precision`, `recall` and `f1` are over
the names marked as coreferent; texts are read alone, without their page.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from pathlib import Path

from kg.extractors import RuleExtractor
from kg.model import Document, Extraction, Mention, MentionKind


def read_rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def names_of_pronoun(extraction: Extraction, offset: int) -> list[Mention]:
    for chain in extraction.chains:
        mentions = [extraction.mentions[index] for index in chain]
        if any(mention.kind is MentionKind.PRONOUN and mention.start == offset for mention in mentions):
            return [mention for mention in mentions if mention.kind is MentionKind.NAME]
    return []


def score(rows: list[dict[str, str]]) -> dict[str, float]:
    extractor, counts = RuleExtractor(), {"right": 0, "found": 0, "marked": 0}
    for row in rows:
        extraction = extractor.extract(Document("0" * 16, row["Text"], row["ID"]))
        names = names_of_pronoun(extraction, int(row["Pronoun-offset"]))
        for side in "AB":
            start = int(row[f"{side}-offset"])
            end = start + len(row[side])
            is_found = any(name.start < end and start < name.end for name in names)
            is_marked = row[f"{side}-coref"].upper() == "TRUE"
            counts["right"] += is_found and is_marked
            counts["found"] += is_found
            counts["marked"] += is_marked
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["marked"]
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


if __name__ == "__main__":
    print(json.dumps({key: round(value, 3) for key, value in score(read_rows(Path(sys.argv[1]))).items()}))
