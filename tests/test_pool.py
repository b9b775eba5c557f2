"""The processes that read documents: what hangs, dies or swells is replaced, and everything else is read."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from functools import partial

import psutil
import pytest

from kg.errors import KGError, ModelError
from kg.model import Document, Extraction, LeftOut, Settings
from kg.pipeline.pool import Limits, Pool
from kg.pipeline.workers import extract_documents, make_extractor


class Misbehaving:
    """An extractor that does what the text of a document says."""

    name, version = "misbehaving", "1"

    def __init__(self, settings: Settings | None = None) -> None:
        self.kept: list[bytes] = []

    def extract(self, document: Document) -> Extraction:
        match document.text.split():
            case ["die"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["die-once", path]:
                with open(path, "a+") as file:
                    file.seek(0)
                    if not file.read():
                        file.write("died")
                        file.flush()
                        os.kill(os.getpid(), signal.SIGKILL)
            case ["hang"]:
                # This holds the interpreter's lock: no thread of the process can do anything about it.
                re.match(r"(a+)+$", "a" * 60 + "b")
            case ["swell"]:
                while True:
                    self.kept.append(b"x" * 10_000_000)
                    time.sleep(0.01)
            case ["ask-too-much"]:
                bytearray(2**62)
            case ["break"]:
                raise ModelError("the language model is broken")
            case ["count", milliseconds]:
                time.sleep(int(milliseconds) / 1000)
        return Extraction(document.id, self.name, self.version, (), (), ())


def make_documents(*texts: str) -> list[Document]:
    return [Document(id=str(number), text=text, source=f"{number}.txt") for number, text in enumerate(texts)]


def run(documents: list[Document], count: int = 2, **limits: float) -> dict[str, Extraction | LeftOut]:
    pool = Pool(Misbehaving, count, Limits(**limits))  # type: ignore[arg-type]
    found = list(pool.extract(iter(documents)))
    assert len(found) == len({document.id for document, _ in found})
    return {document.id: extraction for document, extraction in found}


def find_children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def check(found: dict[str, Extraction | LeftOut], count: int, left_out: dict[str, str]) -> None:
    """Check that all documents came back, and which of them were left out for what."""
    assert {key: item.reason for key, item in found.items() if isinstance(item, LeftOut)} == left_out
    assert sorted(found, key=int) == [str(number) for number in range(count)]
    assert all(item.source == f"{key}.txt" for key, item in found.items() if isinstance(item, LeftOut))


DIED = "the process that read it died, perhaps for want of memory"


@pytest.mark.parametrize("count", [1, 2])
def test_a_document_that_kills_its_process_is_left_out_and_all_others_are_read(count: int) -> None:
    found = run(make_documents("fine", "die", *["fine"] * 10, "die"), count)
    check(found, 13, {"1": DIED, "12": DIED})


def test_a_document_whose_process_is_killed_for_something_else_is_read_again(tmp_path: object) -> None:
    check(run(make_documents("fine", f"die-once {tmp_path}/marker", "fine"), 1), 3, {})


def test_a_document_that_hangs_is_left_out_after_the_time_limit() -> None:
    started = time.monotonic()
    found = run(make_documents("hang", *["fine"] * 10), seconds=1.5)
    check(found, 11, {"0": "it took longer than 1.5 s"})
    assert time.monotonic() - started < 30


def test_a_document_that_needs_too_much_memory_is_left_out() -> None:
    found = run(make_documents("fine", "swell", *["fine"] * 10), megabytes=300)
    check(found, 12, {"1": "it needed more than 300 MB"})


def test_a_process_goes_on_after_a_document_that_memory_was_refused_to() -> None:
    found = run(make_documents("fine", "ask-too-much", *["fine"] * 3), 1)
    check(found, 5, {"1": "there was not enough memory to read it"})


def test_each_document_has_the_whole_time_limit_for_itself() -> None:
    check(run(make_documents(*["count 400"] * 6), 1, seconds=1.5), 6, {})


def test_an_error_that_is_no_documents_fault_ends_the_run() -> None:
    with pytest.raises(ModelError, match="the language model is broken"):
        run(make_documents("fine", "break", "fine"))
    with pytest.raises(ModelError, match="no model"):
        list(Pool(_make_none, 2, Limits()).extract(iter(make_documents("fine"))))


def _make_none() -> Misbehaving:
    raise ModelError("no model")


def test_processes_that_die_as_they_start_are_an_error() -> None:
    with pytest.raises(KGError, match="die when they start; free some memory, or use fewer --workers"):
        list(Pool(partial(os._exit, 1), 2, Limits()).extract(iter(make_documents("fine"))))


def test_a_stream_is_read_little_ahead_and_only_as_results_are_taken() -> None:
    read: list[int] = []

    def stream() -> Iterator[Document]:
        for number in range(10_000):
            read.append(number)
            yield Document(id=str(number), text="x" * 1_000, source="feed")

    found = Pool(Misbehaving, 2, Limits()).extract(stream())
    for taken, _ in enumerate(found, start=1):
        assert len(read) - taken <= 2 * (10 + 1)
        if taken == 200:
            break
    found.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert len(read) <= 222


def test_no_process_is_left_when_the_results_are_not_wanted_any_more() -> None:
    found = Pool(Misbehaving, 2, Limits()).extract(iter(make_documents(*["fine"] * 30)))
    next(found)
    children = find_children()
    assert len(children) == 2
    found.close()  # type: ignore[attr-defined]
    assert not any(child.is_running() for child in children)


def test_interrupts_end_no_process_so_that_the_first_one_may_tidy_up() -> None:
    found = Pool(Misbehaving, 2, Limits()).extract(iter(make_documents(*["count 50"] * 12)))
    next(found)
    children = find_children()
    for child in children:
        child.send_signal(signal.SIGINT)
    next(found)
    time.sleep(0.3)
    assert find_children() == children
    found.close()  # type: ignore[attr-defined]


def test_one_document_starts_one_process() -> None:
    found = Pool(Misbehaving, 8, Limits()).extract(iter(make_documents("fine")))
    next(found)
    assert len(find_children()) == 1
    assert list(found) == []


def test_time_in_which_all_is_halted_is_nobodys_fault() -> None:
    found = Pool(Misbehaving, 1, Limits(seconds=3)).extract(iter(make_documents("fine", "count 1000", "fine")))
    next(found)
    [child] = find_children()
    child.suspend()
    time.sleep(6)
    child.resume()
    assert [type(extraction) for _, extraction in found] == [Extraction, Extraction]


def test_this_process_reads_where_nothing_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = make_documents("Anna Berg met Paul Holm.", "Anna Berg thanked Paul Holm.")
    monkeypatch.setattr("kg.pipeline.workers.Pool", lambda *_: pytest.fail("a pool was made"))
    extractor = make_extractor(Settings())
    assert len(list(extract_documents(documents, extractor, Settings(), 1))) == 2
    assert len(list(extract_documents(documents[:1], extractor, Settings()))) == 1
    assert list(extract_documents([], extractor, Settings(), limits=Limits())) == []
