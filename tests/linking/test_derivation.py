"""The table of names out of corpora of relations: what is kept, what is left out, and that the tables by hand agree."""

import gzip
import json
from pathlib import Path

import pytest

from kg.gazetteers.derive_items import TABLE, derive, read_sources
from kg.linking.items import WELL_KNOWN_TABLES
from kg.linking.names import read_table, split_values

SHARED = Path(__file__).parents[3] / "shared" / "relations"
LABELS = [
    ("Q11", "Maja Kessel", "P39", "position held", "Q12", "Lord Warden"),
    ("Q13", "John Smith", "P39", "position held", "Q12", "Lord Warden"),  # a common name
    ("Q14", "Sir Adalbert Voss", "P39", "position held", "Q12", "Lord Warden"),  # a title in the name
    ("Q15", "Tarvo Lemmik", "P39", "position held", "Q12", "Lord Warden"),  # two of them
    ("Q16", "Tarvo Lemmik", "P50", "author", "Q17", "Odd Rain"),
    ("Q900000", "Ilse Farrow", "P39", "position held", "Q12", "Lord Warden"),  # little known
    ("Q18", "Odd Rain", "P264", "record label", "Q19", "Tin Whale Records"),
    ("Q20", "Ove Bakk", "P102", "member of political party", "Q21", "Green Party"),  # every country has one
    ("Q20", "Ove Bakk", "P102", "member of political party", "Q22", "Green Party of Norway"),
    ("Q23", "Vladimir Putin", "P39", "position held", "Q12", "Lord Warden"),  # in a table by hand
]
FACTS = [("PLACE_OF_BIRTH", "Maja Kessel", "Q11", "Leeds", "Q39121"), ("PLACE_OF_BIRTH", "She", "Q11", "Zzyx", "Q55")]


def write_sources(folder: Path) -> None:
    for part in ("text2kgbench/train", "knowledgenet"):
        (folder / part).mkdir(parents=True)
    with gzip.open(folder / "text2kgbench/train/ont.jsonl.gz", "wt", encoding="utf-8") as file:
        for sub, sub_label, rel, rel_label, obj, obj_label in LABELS:
            row = {"sub": sub, "sub_label": sub_label, "rel": rel, "rel_label": rel_label, "obj": obj}
            file.write(json.dumps({**row, "obj_label": obj_label}) + "\n")
    with gzip.open(folder / "knowledgenet/train.jsonl.gz", "wt", encoding="utf-8") as file:
        for property_, subject, subject_id, obj, obj_id in FACTS * 2:
            address = "http://www.wikidata.org/entity/"
            fact = {
                "property": property_, "subject": [0, 1, subject], "subject_uri": address + subject_id,
                "object": [2, 3, obj], "object_uri": address + obj_id,
            }  # fmt: skip
            file.write(json.dumps({"facts": [fact]}) + "\n")


def test_only_names_that_nobody_else_bears_are_kept(tmp_path: Path) -> None:
    write_sources(tmp_path)
    derive(tmp_path, tmp_path)
    rows = [line for line in (tmp_path / TABLE).read_text(encoding="utf-8").splitlines() if line.startswith("Q")]
    assert rows == [
        "Q11\tPerson\tMaja Kessel\t\t\t",
        "Q19\tOrganization\tTin Whale Records\t\t\t",
        "Q20\tPerson\tOve Bakk\t\t\t",
        "Q22\tOrganization\tGreen Party of Norway\t\t\t",
        "Q39121\tPlace\tLeeds\t\t\tQ145",
    ]


# Items of the sources that bear the name of another, better known one.
NAMESAKES = {"Riga", "Belfast", "St. John's", "Victoria", "WHO", "Isis"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora of relations are not here")
def test_the_tables_by_hand_agree_with_the_sources() -> None:
    found = read_sources(SHARED)
    ids: dict[str, set[str]] = {}
    for id_, item in found.items():
        for name in (*item.labels, *item.names):
            ids.setdefault(name, set()).add(id_)
    disagreed = [
        (name, row["id"], ids[name])
        for table in WELL_KNOWN_TABLES
        for row in read_table(table)
        for name in (row["label"], *split_values(row["names"]))
        if row["id"] and name in ids and row["id"] not in ids[name] and name not in NAMESAKES
    ]
    assert disagreed == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora of relations are not here")
def test_the_shipped_table_is_what_the_sources_give(tmp_path: Path) -> None:
    derive(SHARED, tmp_path)
    shipped = Path(__file__).parents[2] / "kg" / "gazetteers" / TABLE
    assert (tmp_path / TABLE).read_bytes() == shipped.read_bytes()
