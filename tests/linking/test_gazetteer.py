"""What names of organisations, cities, regions, people and users' own rows are linked to."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking import Gazetteer, Item, choose_country, find_capital, find_country, find_demonym, find_seat
from kg.model import EntityType

HERE = Path(__file__).parent


def read_rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def id_of(name: str, type_: EntityType | None = None, others: tuple[str, ...] = ()) -> str | None:
    item = Gazetteer.shipped().find(name, type_, others)
    return None if item is None else item.id


def test_the_list_of_members_is_whole() -> None:
    rows = read_rows("un_members.tsv")
    assert len(rows) == len({row[1] for row in rows}) == 193


@pytest.mark.parametrize(("name", "id_", "adjective", "capital", "city", "note"), read_rows("un_members.tsv"))
def test_members_of_the_united_nations(name: str, id_: str, adjective: str, capital: str, city: str, note: str) -> None:
    for form in (name, f"the {name}", name.upper()):
        assert getattr(find_country(form), "wikidata", None) == id_
    assert id_of(name, EntityType.COUNTRY, (capital, adjective)) == id_
    assert getattr(choose_country(adjective, (name, capital)), "wikidata", None) == id_
    named = (name,) if note == "context" else ()
    government = find_capital(capital, named)
    assert getattr(government, "wikidata", None) == (None if note in ("same", "open") else id_)
    if note == "same":
        assert id_of(capital, EntityType.COUNTRY) == id_
        return
    assert id_of(capital, EntityType.PLACE, (name,)) == city.replace("-", "")
    if note not in ("context", "city"):
        assert id_of(capital, EntityType.PLACE) == city.replace("-", "")
    assert id_of(capital, EntityType.PERSON, (name,)) is None
    assert id_of(capital, EntityType.ORGANIZATION, (name,)) is None


@pytest.mark.parametrize(("name", "other", "id_"), read_rows("organizations.tsv"))
def test_international_organizations(name: str, other: str, id_: str) -> None:
    items = {Gazetteer.shipped().find(form, EntityType.ORGANIZATION) for form in (name, f"the {name}", other)}
    assert len(items) == 1
    item = items.pop()
    assert item is not None
    assert item.id == id_.replace("-", "")
    assert item.type is EntityType.ORGANIZATION


@pytest.mark.parametrize(
    ("name", "type_", "id_"),
    [
        ("Hillary Rodham Clinton", EntityType.PERSON, "Q6294"),
        ("Bashar Assad", EntityType.PERSON, "Q44329"),
        ("Europe", EntityType.PLACE, "Q46"),
        ("Middle East", EntityType.PLACE, "Q7204"),
        ("Texas", EntityType.PLACE, "Q1439"),
        ("Vladivostok", EntityType.PLACE, "Q959"),
        ("Saint Petersburg", EntityType.PLACE, "Q656"),
        ("Pentagon", EntityType.ORGANIZATION, "Q11209"),
        ("Pentagon", EntityType.FACILITY, "Q11208"),
        ("European Union", EntityType.PLACE, "Q458"),  # taggers take unions for places
        ("Taliban", EntityType.GROUP, "Q42418"),
        ("Reuters", EntityType.THING, "Q130879"),
        ("COVID-19", EntityType.WORK, "Q84263196"),
        ("Second World War", EntityType.EVENT, "Q362"),
    ],
)
def test_other_items(name: str, type_: EntityType, id_: str) -> None:
    assert id_of(name, type_) == id_


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Paris", EntityType.PERSON),
        ("Jordan", EntityType.PERSON),
        ("Sydney", EntityType.PERSON),
        ("Israel", EntityType.PERSON),
        ("London", EntityType.ORGANIZATION),
        ("Hamas", EntityType.PERSON),
        ("Vladimir Putin", EntityType.PLACE),
        ("London", EntityType.CONCEPT),
        ("Clinton", EntityType.PERSON),
        ("Putin", EntityType.PERSON),
        ("who", EntityType.ORGANIZATION),
        ("Who", EntityType.ORGANIZATION),
        ("us", EntityType.COUNTRY),
        ("General Assembly", EntityType.ORGANIZATION),  # many have one
        ("Congress", EntityType.ORGANIZATION),
        ("Kingston", EntityType.PLACE),
        ("Georgia", EntityType.PLACE),
        ("ECHR", EntityType.ORGANIZATION),  # the court or the convention
        ("COVID-19", EntityType.PERSON),
        ("Senate", EntityType.ORGANIZATION),  # so have the states
        ("", None),
        ("the", None),
    ],
)
def test_names_that_stay_unlinked(name: str, type_: EntityType | None) -> None:
    assert id_of(name, type_) is None


@pytest.mark.parametrize(
    ("name", "others", "id_"),
    [
        ("General Assembly", ("U.N.",), "Q47423"),
        ("General Assembly", ("United Nations General Assembly",), "Q47423"),
        ("State Department", ("the United States",), "Q789915"),
        ("Labour", ("Britain",), "Q9630"),
        ("Congress", ("Republicans", "White House"), "Q11268"),
        ("Congress", ("New Delhi", "Sonia Gandhi"), None),
        ("Georgia", ("Atlanta", "Savannah"), "Q1428"),
        ("Georgia", ("Tbilisi", "Abkhazia"), "Q230"),
        ("Georgia", ("Tbilisi", "Atlanta"), None),
        ("Washington", ("Seattle",), "Q1223"),
        ("Washington", ("Moscow",), "Q61"),
        ("ICC", ("Cricket World Cup",), None),
        ("ICC", ("Pakistan",), None),
        ("ICC", ("Darfur",), "Q47488"),
        ("Georgian", ("Tbilisi",), None),  # an adjective is no name
        ("Democratic Party", ("Republicans", "White House"), "Q29552"),
        ("Democratic Party", ("Serbia", "Belgrade"), None),
        ("House of Commons", ("Ottawa", "Canada"), None),
        ("House of Commons", ("Downing Street",), "Q11005"),
        ("Kingston", ("Jamaica",), "Q34692"),
        ("Kingston", ("Ontario",), None),
        ("Victoria", ("Melbourne",), "Q36687"),
        ("Birmingham", ("Alabama",), "Q79867"),
        ("Tripoli", ("Lebanon",), None),
    ],
)
def test_the_document_decides(name: str, others: tuple[str, ...], id_: str | None) -> None:
    assert id_of(name, None, others) == id_


@pytest.mark.parametrize(
    ("name", "others", "label"),
    [
        ("Georgia", ("Tbilisi",), "Georgia"),
        ("Georgian", ("Saakashvili",), "Georgia"),
        ("Georgia", ("Atlanta", "Alabama"), None),
        ("Georgia", (), None),
        ("Jordan", (), "Jordan"),
        ("Jordan", ("Amman", "Lena Jordan"), "Jordan"),
        ("Jordan", ("Lena Jordan",), None),
        ("Chad", ("Chad Okafor",), None),
        ("Congo", (), "Democratic Republic of Congo"),
        ("Congolese", ("Goma", "Rwanda"), "Democratic Republic of Congo"),
        ("Congo", ("Brazzaville",), "Republic of Congo"),
        ("Congo", ("Brazzaville", "Kinshasa"), None),
        ("Korea", ("Pyongyang",), "North Korea"),
        ("Korean", ("Pyongyang",), None),  # so is the peninsula,
        ("Korea", ("Seoul", "Pyongyang"), None),
        ("Guinea", (), "Guinea"),
        ("Guinean", ("Bissau",), "Guinea-Bissau"),
        ("Dominican", (), "Dominican Republic"),
        ("Dominican", ("Roseau",), "Dominica"),
        ("Niger", ("Niger Delta",), None),
        ("Macedonia", ("Skopje",), "North Macedonia"),
        ("Samoan", ("Pago Pago",), "American Samoa"),
        ("Russia", ("Atlanta",), "Russia"),
        ("Nobody", ("Atlanta",), None),
    ],
)
def test_countries_are_chosen_by_the_document(name: str, others: tuple[str, ...], label: str | None) -> None:
    country = choose_country(name, others)
    assert (country.label if country else None) == label


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kremlin", "Q159"), ("the White House", "Q30"), ("Downing Street", "Q145"), ("Élysée", "Q142"),
     ("Elysee", "Q142"), ("Zhongnanhai", "Q148"), ("Blue House", "Q884"), ("PENTAGON", "Q30")],
)  # fmt: skip
def test_seats_of_power(name: str, country: str) -> None:
    item = find_seat(name)
    assert item is not None
    assert item.part_of == country
    assert item.type is EntityType.ORGANIZATION


def test_what_is_no_seat() -> None:
    assert [find_seat(name) for name in ("Moscow", "white house", "Westminster Abbey", "House")] == [None] * 4


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=30))
def test_words_with_marks_no_table_has_give_none(text: str) -> None:
    assert id_of(f"Xq{text}zz") is None
    assert choose_country(f"Xq{text}zz", [text]) is None


@given(st.sampled_from([item for item in Gazetteer.shipped() if item.type.is_place]))
def test_no_person_is_a_place(item: Item) -> None:
    for name in (item.label, *item.names, *item.short):
        found = Gazetteer.shipped().find(name, EntityType.PERSON, [item.part_of])
        assert found is None or found.type is EntityType.PERSON


def test_every_item_is_found_by_its_label_or_is_decided_by_the_document() -> None:
    gazetteer = Gazetteer.shipped()
    for item in gazetteer:
        assert item.id == "" or (item.id[0] == "Q" and item.id[1:].isdigit())
        found = gazetteer.find(item.label, item.type)
        assert found in (item, None), f"{item.label} is taken for another thing"


def test_items_without_a_number_are_told_apart() -> None:
    keys = [item.key for item in Gazetteer.shipped()]
    assert len(keys) == len(set(keys))


def test_no_demonym_is_an_item_of_the_tables() -> None:
    for item in Gazetteer.shipped():
        if item.type is not EntityType.COUNTRY:
            assert find_demonym(item.label) is None, item.label


def own(id_: str, label: str, type_: EntityType = EntityType.THING, *names: str) -> Item:
    return Item(id_, label, type_, names, is_well_known=True, is_own=True)


def test_rows_of_the_user_win() -> None:
    rows = [
        own("https://people.example/7", "Hamas", EntityType.PERSON, "M. Hamas"),
        own("Q99999999", "London", EntityType.PLACE),
        own("", "Acme"),
    ]
    gazetteer = Gazetteer.shipped().with_rows(rows)
    assert gazetteer.find("Hamas", EntityType.PERSON) == rows[0]
    hamas = gazetteer.find("Hamas", EntityType.ORGANIZATION)
    assert hamas is not None
    assert hamas.id == "Q38799", "the type tells the two apart"
    assert gazetteer.find("London", EntityType.PLACE) == rows[1]
    for type_ in (EntityType.ORGANIZATION, EntityType.PERSON, EntityType.THING, None):
        assert gazetteer.find("Acme", type_) == rows[2]
    assert gazetteer.find("Acme", EntityType.CONCEPT) is None
    assert Gazetteer.shipped().find("Acme") is None, "the shipped tables stay as they are"


def test_a_row_of_a_known_item_adds_names() -> None:
    gazetteer = Gazetteer.shipped().with_rows([own("Q1065", "The World's Parliament", EntityType.THING, "Uno")])
    found = {gazetteer.find(name, EntityType.ORGANIZATION) for name in ("UN", "Uno", "United Nations")}
    assert len(found) == 1
    item = found.pop()
    assert item is not None
    assert (item.id, item.label, item.type) == ("Q1065", "The World's Parliament", EntityType.ORGANIZATION)


def test_two_rows_of_one_name_are_ambiguous() -> None:
    gazetteer = Gazetteer.shipped().with_rows(
        [own("Q1", "Ada Mills", EntityType.PERSON), own("Q2", "Ada Mills", EntityType.PERSON)]
    )
    assert gazetteer.find("Ada Mills", EntityType.PERSON) is None


def test_a_short_name_of_the_user_is_plain() -> None:
    gazetteer = Gazetteer.shipped().with_rows([own("Q34692", "Kingston", EntityType.PLACE)])
    found = gazetteer.find("Kingston", EntityType.PLACE)
    assert found is not None
    assert found.id == "Q34692"
