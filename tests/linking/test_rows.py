"""A user's own table of names: what is read, what is refused and with which words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GazetteerError
from kg.linking import Item, decode_items, digest_items, encode_items, gazetteer_with, read_gazetteer
from kg.model import EntityType

SAMPLE = Path(__file__).parents[2] / "data" / "people.csv"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "names.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_table_of_commas(tmp_path: Path) -> None:
    rows = read_gazetteer(write(tmp_path, (
        "id,name,aliases,type\r\n"
        "q76,Barack Obama,Barry Obama; B. Obama|Obama,person\r\n"
        "https://firms.example/acme,\"Acme, Inc.\",,ORGANISATION\r\n"
        "\r\n"
        ",Ada Mills,,\r\n"
    )))  # fmt: skip
    assert [(row.id, row.label, row.names, row.type) for row in rows] == [
        ("", "Ada Mills", (), EntityType.THING),
        ("Q76", "Barack Obama", ("B. Obama", "Barry Obama", "Obama"), EntityType.PERSON),
        ("https://firms.example/acme", "Acme, Inc.", (), EntityType.ORGANIZATION),
    ]
    assert all(row.is_own for row in rows)


def test_a_table_of_tabs_with_columns_in_another_order_and_more_of_them(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffName\tnote\tID\nAda, Countess\tx\thttp://www.wikidata.org/entity/Q7259\n")
    (row,) = read_gazetteer(path)
    assert (row.id, row.label) == ("Q7259", "Ada, Countess")


def test_rows_of_one_id_and_name_are_one_item(tmp_path: Path) -> None:
    (row,) = read_gazetteer(write(tmp_path, "id,name,aliases\nQ5,Ada,A.\nQ5,Ada,Countess Ada\n"))
    assert row.names == ("A.", "Countess Ada")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; its first row names the columns: id, name, aliases, type"),
        ("id,label\nQ5,Ada\n", "line 1: no column named 'name', but 'id', 'label'"),
        ("id;name\nQ5;Ada\n", "line 1: no column named 'id', but 'id;name'; the first row names the columns,"),
        ("id,name,id\nQ5,Ada,Q6\n", "line 1: two columns named 'id'; keep one of them"),
        ("id,name\nQ5,\n", "line 2, column 'name': empty"),
        ("id,name\nQ5,Ada\nemp 17,Bo\n", "line 3, column 'id': 'emp 17' is neither a Wikidata number nor an address"),
        ("id,name\nQ05,Ada\n", "line 2, column 'id': 'Q05'"),
        ("id,name,type\nQ5,Ada,Human\n", "line 2, column 'type': 'Human' is no type; give one of Country, Event"),
        ("id,name,type\nQ5,Ada,Money\n", "line 2, column 'type': 'Money' is no type"),
        ("id,name\nQ5,Ada\nQ5,Bo\n", "line 3, column 'name': Q5 is Bo here, but Ada in "),
        ("id,name,type\nQ5,Ada,Person\nQ5,Ada,Place\n", "line 3, column 'type': Q5 is Place here, but Person in "),
        ("id,name\nQ5,Ada,Countess\n", "line 2: 3 cells, but the header names 2 columns; part aliases by ';'"),
        ('id,name\nQ5,"Ada\n', "line 2: unexpected end of data; put double quotes around"),
        (b"id,name\nQ5,Andr\xe9\n", "line 2: not UTF-8; save the table as CSV in UTF-8"),
    ],
)
def test_what_is_wrong_is_told(text: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        read_gazetteer(write(tmp_path, text))
    assert str(caught.value).startswith(str(tmp_path / "names.csv"))
    assert message in str(caught.value)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv cannot be read: No such file"):
        read_gazetteer(tmp_path / "none.csv")


def test_the_sample_is_a_table() -> None:
    rows = read_gazetteer(SAMPLE)
    assert {row.id for row in rows} >= {"", "Q7747", "https://people.example/eleanor-whitcombe"}
    found = gazetteer_with(rows).find("Putin", EntityType.PERSON)
    assert found is not None
    assert (found.id, found.label) == ("Q7747", "Vladimir Putin")


types = st.sampled_from([EntityType.PERSON, EntityType.THING, EntityType.PLACE])
own_items = st.builds(
    Item, st.just("") | st.from_regex(r"Q[1-9]\d{0,6}", fullmatch=True), st.text(min_size=1), types,
    st.lists(st.text(min_size=1), max_size=3).map(tuple), is_well_known=st.just(True), is_own=st.just(True),
)  # fmt: skip


@given(st.lists(own_items, max_size=4))
def test_items_survive_the_archive(items: list[Item]) -> None:
    assert decode_items(encode_items(items)) == tuple(items)
    assert (digest_items(items) == "") == (not items)
