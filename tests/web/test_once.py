"""Values that several threads wait for, and a store that lets go of them."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from graph_samples import DATASET

from kg import rdf
from kg.errors import GraphError
from kg.model import Settings
from kg.store import EmbeddedStore
from kg.vocabulary import LABEL
from kg.web.state.once import Once
from kg.web.state.reading import ReadStore

QUADS = list(rdf.quads(DATASET, Settings()))


class Slow:
    def __init__(self) -> None:
        self.calls: list[str] = []

    @Once
    def value(self) -> list[int]:
        """Some numbers."""
        self.calls.append("value")
        time.sleep(0.05)
        if len(self.calls) == 1:
            raise GraphError("the first time")
        return [1, 2]


def test_a_value_is_computed_once_for_all_who_wait_and_again_only_if_it_failed() -> None:
    slow = Slow()
    with pytest.raises(GraphError, match="the first time"):
        _ = slow.value
    assert not Slow.value.is_there(slow)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: slow.value, range(8)))
    assert slow.calls == ["value", "value"]
    assert all(value is found[0] for value in found)
    assert Slow.value.is_there(slow)
    assert Slow().calls == []


def test_a_store_that_is_read_answers_as_the_other_until_it_is_stopped() -> None:
    is_stopped, other = Event(), EmbeddedStore.in_memory(QUADS)
    store = ReadStore(other, is_stopped)
    assert rdf.entities(store, Settings()) == rdf.entities(other, Settings())
    remaining = store.quads(predicate=LABEL)
    next(remaining)
    is_stopped.set()
    for read in (lambda: next(remaining), lambda: store.query("ASK {}"), lambda: next(store.quads())):
        with pytest.raises(GraphError, match="is being stopped"):
            read()


def test_a_store_that_is_read_cannot_be_written() -> None:
    other = EmbeddedStore.in_memory(QUADS)
    store = ReadStore(other, Event())
    for write in (lambda: store.add(QUADS), lambda: store.remove_graph("a:b")):
        with pytest.raises(GraphError, match="only reads"):
            write()
    assert len(other) == len(QUADS)
