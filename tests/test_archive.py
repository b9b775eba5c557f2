from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.archive import ARCHIVE_NAME, Archive, decode_extraction, encode_extraction, open_archive
from kg.documents import make_document
from kg.errors import GraphError, GraphLocked
from kg.model import (
    Argument,
    Document,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Metadata,
    Modality,
    Polarity,
    Proposition,
    Span,
    Triple,
)

small = st.integers(0, 10_000)
spans = st.builds(Span, small, small)
span_tuples = st.lists(spans, min_size=1, max_size=3).map(tuple)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.lists(small, max_size=3).map(tuple)
mentions = st.builds(
    Mention, small, small, small, span_tuples, words, words, st.sampled_from(MentionKind), st.sampled_from(EntityType),
    numbers, st.lists(words, max_size=2).map(tuple), st.none() | words, st.none() | small,
)  # fmt: skip
triples = st.builds(Triple, small, words, st.none() | small, words, span_tuples, st.floats(0, 1))
propositions = st.builds(
    Proposition, small, small, small, words, span_tuples,
    st.lists(st.builds(Argument, words, small), max_size=2).map(tuple), st.sampled_from(Polarity),
    st.sampled_from(Modality), numbers, st.none() | words, st.none() | small,
    st.lists(triples, max_size=2).map(tuple),
)  # fmt: skip
extractions = st.builds(
    Extraction, words, words, words, st.lists(spans, max_size=3).map(tuple), st.lists(mentions, max_size=3).map(tuple),
    st.lists(propositions, max_size=3).map(tuple), st.lists(numbers, max_size=2).map(tuple),
)  # fmt: skip


def make_extraction(document: Document, version: str = "1") -> Extraction:
    return Extraction(document.id, "rules", version, (Span(0, len(document.text)),), (), ())


def put(archive: Archive, path: str, text: str, source: str = "articles/a.txt") -> Document:
    document = make_document(text, source=source)
    archive.put(path, document, make_extraction(document))
    return document


@given(extractions)
def test_an_extraction_survives_json(extraction: Extraction) -> None:
    assert decode_extraction(encode_extraction(extraction)) == extraction


def test_a_document_comes_back_as_it_was_put(tmp_path: Path) -> None:
    known = Metadata(published="2012-09-08", publisher="AP", url="https://x.example")
    document = make_document("Talks fail\n\nOSLO, Norway — They failed.", source="articles/a.txt", metadata=known)
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        archive.put("/a.txt", document, make_extraction(document))
    with open_archive(tmp_path / "g.kg") as archive:
        assert list(archive.pairs()) == [(document, make_extraction(document))]
        assert archive.document(document.id) == document
        assert archive.paths() == {"/a.txt": document.id}
        assert archive.versions() == {document.id: ("rules", "1")}
        assert archive.counts() == (1, 1)


def test_documents_come_sorted_whatever_the_order_of_putting(tmp_path: Path) -> None:
    for order in (["b", "a", "c"], ["c", "b", "a"]):
        with open_archive(tmp_path / "".join(order), write=True) as archive:
            for name in order:
                put(archive, f"/{name}.txt", f"{name} met Putin.", f"articles/{name}.txt")
            assert [document.source[-5] for document in archive.documents()] == ["a", "b", "c"]


def test_an_edited_file_replaces_its_document(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        put(archive, "/a.txt", "Clinton met Putin.")
        document = put(archive, "/a.txt", "Clinton met Lavrov.")
        assert list(archive.documents()) == [document]
        assert archive.search("Putin") == []
        assert archive.search("lavrov clinton") == [document]


def test_a_document_stays_while_one_of_its_files_does(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        document = put(archive, "/a/articles/a.txt", "Clinton met Putin.")
        archive.link("/b/articles/a.txt", document.id)
        archive.forget(["/a/articles/a.txt"])
        assert list(archive.documents()) == [document]
        archive.forget(["/b/articles/a.txt"])
        assert list(archive.documents()) == []


def test_documents_are_found_by_source_its_end_or_identifier(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        one = put(archive, "/1", "A met B.", "articles/one.txt")
        two = put(archive, "/2", "B met C.", "articles/sub/one.txt")
        assert archive.find_documents("articles/one.txt") == [one]
        assert archive.find_documents("sub/one.txt") == [two]
        assert archive.find_documents("one.txt") == [one, two]
        assert archive.find_documents(two.id[:6]) == [two]
        assert archive.find_documents("ne.txt") == [one, two]
        assert archive.find_documents("two.txt") == []
        assert archive.find_documents("") == []


def test_search_takes_any_characters(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        document = put(archive, "/1", "Côte d’Ivoire signed.")
        assert archive.search('d’Ivoire "') == [document]
        assert archive.search("AND (") == []
        assert archive.search("") == []


def test_settings_are_kept(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        archive.write_settings({"base": "https://x.example/"})
    with open_archive(tmp_path / "g.kg") as archive:
        assert archive.read_settings() == {"base": "https://x.example/"}


def test_reading_works_while_a_build_writes(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as writer:
        one = put(writer, "/1", "A met B.")
        with open_archive(tmp_path / "g.kg") as reader:
            found = reader.documents()
            assert next(found) == one
            put(writer, "/2", "B met C.", "articles/b.txt")
            assert list(found) == []
            assert len(list(reader.documents())) == 2


def test_nothing_but_the_archive_is_left_behind(tmp_path: Path) -> None:
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        put(archive, "/1", "A met B.")
    with open_archive(tmp_path / "g.kg") as archive:
        assert archive.counts() == (1, 1)
    with pytest.raises(GraphError, match="readonly"), open_archive(tmp_path / "g.kg") as archive:
        put(archive, "/2", "B met C.")
    assert sorted(path.name for path in (tmp_path / "g.kg").iterdir()) == [ARCHIVE_NAME, "build.lock"]


def test_a_second_build_is_refused(tmp_path: Path) -> None:
    with (
        open_archive(tmp_path / "g.kg", write=True),
        pytest.raises(GraphLocked, match="another build"),
        open_archive(tmp_path / "g.kg", write=True),
    ):
        pass
    with open_archive(tmp_path / "g.kg", write=True):
        pass


def test_what_was_put_survives_a_killed_process(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; sys.path[:0] = ['tests', '.']\n"
        "from pathlib import Path; from test_archive import *\n"
        "with open_archive(Path(sys.argv[1]), write=True) as archive:\n"
        "    put(archive, '/1', 'Clinton met Putin.')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "g.kg")], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with open_archive(tmp_path / "g.kg") as archive:
        assert [document.text for document in archive.documents()] == ["Clinton met Putin."]
    with open_archive(tmp_path / "g.kg", write=True) as archive:
        put(archive, "/2", "B met C.", "articles/b.txt")


def test_a_folder_without_a_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="build SOURCE"), open_archive(tmp_path / "none.kg"):
        pass


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(GraphError, match=r"thesis\.doc"), open_archive(tmp_path, write=True):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("write", [False, True])
def test_a_damaged_archive_is_an_error_that_says_what_to_do(tmp_path: Path, write: bool) -> None:
    (tmp_path / ARCHIVE_NAME).write_bytes(b"no database" * 500)
    with pytest.raises(GraphError, match="build it again"), open_archive(tmp_path, write=write):
        pass


def make_old(folder: Path) -> None:
    """Turn an archive into one of version 1."""
    connection = sqlite3.connect(folder / ARCHIVE_NAME)
    connection.executescript(
        "DROP TRIGGER prints_removed; DROP TABLE prints; ALTER TABLE files DROP COLUMN fingerprint; "
        "PRAGMA user_version = 1"
    )
    connection.close()


@pytest.mark.parametrize("write", [False, True])
def test_an_archive_of_version_1_is_upgraded_in_place(tmp_path: Path, write: bool) -> None:
    with open_archive(tmp_path, write=True) as archive:
        document = put(archive, "/1", "A met B.")
        sketches = list(archive.sketches())
    make_old(tmp_path)
    with open_archive(tmp_path, write=write) as archive:
        assert list(archive.documents()) == [document]
        assert list(archive.sketches()) == sketches
        assert archive.find_extraction(document, ("rules", "1")) == make_extraction(document)
        assert archive.fingerprints() == {}
        assert archive.paths() == {"/1": document.id}


def test_an_upgrade_waits_for_a_running_build(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True):
        make_old(tmp_path)
        with pytest.raises(GraphLocked), open_archive(tmp_path):
            pass


def test_an_extraction_is_found_by_what_was_read(tmp_path: Path) -> None:
    text = "Clinton met Putin on Monday."
    with open_archive(tmp_path, write=True) as archive:
        put(archive, "/1", text)
        moved = make_document(text, source="elsewhere.txt", metadata=Metadata(title="Talks", url="https://x.example"))
        assert archive.find_extraction(moved, ("rules", "1")) == make_extraction(moved)
        assert archive.find_extraction(moved, ("rules", "2")) is None
        dated = make_document(text, source="articles/a.txt", metadata=Metadata(published="2012-09-08"))
        assert archive.find_extraction(dated, ("rules", "1")) is None


def test_twins_differ_by_their_source_alone(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        one = put(archive, "/1", "A met B.", "one.txt")
        archive.link("/3", one.id)
        two = put(archive, "/2", "A met B.", "two.txt")
        put(archive, "/4", "A met B!", "three.txt")
        assert archive.find_twins(two) == {one.id: ["/1", "/3"]}
        titled = make_document("A met B.", source="four.txt", metadata=Metadata(title="Talks"))
        assert archive.find_twins(titled) == {}


def test_a_document_may_come_in_place_of_others(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        put(archive, "/1", "A met B.", "one.txt")
        two = make_document("A met B.", source="two.txt")
        archive.put("/2", two, make_extraction(two), fingerprint="f:1", instead_of=["/1"])
        assert list(archive.documents()) == [two]
        assert archive.fingerprints() == {"/2": "f:1"}
        assert [sketched.id for sketched in archive.sketches()] == [two.id]


def test_a_fingerprint_goes_with_what_stood_there(tmp_path: Path) -> None:
    with open_archive(tmp_path, write=True) as archive:
        one = put(archive, "/1", "A met B.")
        archive.mark(["/1"], "f:1")
        assert archive.fingerprints() == {"/1": "f:1"}
        archive.link("/1", one.id, fingerprint="g:1")
        assert archive.fingerprints() == {"/1": "g:1"}
        put(archive, "/1", "B met C.")
        assert archive.fingerprints() == {}


@pytest.mark.parametrize(("version", "advice"), [(99, "newer version of kg"), (0, "build it again")])
def test_an_archive_of_another_version_is_an_error(tmp_path: Path, version: int, advice: str) -> None:
    with open_archive(tmp_path, write=True):
        pass
    connection = sqlite3.connect(tmp_path / ARCHIVE_NAME)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(GraphError, match=advice), open_archive(tmp_path):
        pass


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / ARCHIVE_NAME)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = (tmp_path / ARCHIVE_NAME).read_bytes()
    with pytest.raises(GraphError, match="not made by kg"), open_archive(tmp_path, write=True):
        pass
    assert (tmp_path / ARCHIVE_NAME).read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "g.kg"
    with open_archive(folder, write=True) as archive:
        put(archive, "/1", "A met B.")
    folder.chmod(0o500)
    with open_archive(folder) as archive:
        assert archive.counts() == (1, 1)
