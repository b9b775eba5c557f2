"""Completion from memory, against reading all names one by one."""

from hypothesis import given
from hypothesis import strategies as st

from kg.web.state.names import NameIndex, begin_words, fold_words

WORDS = st.sampled_from(["Ann", "anna", "Berg", "bergen", "of", "Łódź", "lodz", "l'Ann", "B.", "9/11"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
THINGS = st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=8)
TYPED = st.lists(st.sampled_from(["a", "AN", "anna", "b", "ber", "lo", "ł", "9", "l'a", "?"]), max_size=3).map(" ".join)


@given(THINGS, TYPED, st.integers(1, 9))
def test_those_are_found_of_which_a_name_fits_whole_names_first(
    things: list[list[str]], typed: str, limit: int
) -> None:
    wanted = fold_words(typed)
    fitting = [
        number
        for number, names in enumerate(things)
        if wanted and any(begin_words(fold_words(name), wanted) for name in names)
    ]
    fitting.sort(key=lambda number: wanted not in map(fold_words, things[number]))
    found = NameIndex(enumerate(things)).find(typed, limit)
    assert [match.thing for match in found] == fitting[:limit]


@given(THINGS, TYPED)
def test_the_name_that_is_told_fits_and_is_the_first_that_does(things: list[list[str]], typed: str) -> None:
    for match in NameIndex(enumerate(things)).find(typed, 9):
        names = things[match.thing]
        assert match.name == next(name for name in names if begin_words(fold_words(name), fold_words(typed)))


def test_a_slip_of_the_pen_finds_what_is_written_much_like_it() -> None:
    index = NameIndex([("putin", ["Vladimir Putin"]), ("lavrov", ["Sergey Lavrov", "Lavrov"])])
    assert [match.thing for match in index.find_like("Lavrof", 5)] == ["lavrov"]
    assert [match.thing for match in index.find_like("Vladimir Puten", 5)] == ["putin"]
    assert index.find_like("zzz", 5) == []
    assert NameIndex([]).find_like("zzz", 5) == []
