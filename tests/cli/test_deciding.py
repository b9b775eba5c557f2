"""The commands by which a person decides, on real graphs: what they print, write, change and undo."""

from __future__ import annotations

import fcntl
import json
import shutil
from pathlib import Path

import pytest
from commands import run
from conftest import WriteFiles

import kg
from kg.decisions import read_decisions
from kg.pipeline import build

# A surname alone in one article, two bearers of it in others.
NEWS = {
    "a.txt": (
        "OSLO, March 4, 2013 (AP) - Anna Berg met Paul Holm in Oslo on Monday. Berg praised Norvik Bank. "
        "She visited Chile.\n"
    ),
    "b.txt": (
        "PARIS, March 5, 2013 (AP) - Berg opposes sanctions on Syria. Berg met Vladimir Putin in Paris. "
        "Paul Holm resigned.\n"
    ),
    "c.txt": "PARIS, March 6, 2013 (AP) - Eva Berg founded Halden Group. Berg visited Chile on Tuesday.\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles and the graph built of them; read only."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "articles").mkdir()
    for name, text in NEWS.items():
        (folder / "articles" / name).write_text(text)
    build(folder / "g.kg", [folder / "articles"], workers=1)
    return folder


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """The graph, to be changed."""
    return Path(shutil.copytree(built / "g.kg", tmp_path / "g.kg"))


def dump(graph: Path) -> str:
    return run("export", "-", "--format", "nq", "-g", graph).stdout


def facts(graph: Path, *status: str) -> set[str]:
    found = kg.open(graph).assertions(status=status or None)
    return {" | ".join(filter(None, (fact.subject, fact.predicate, fact.object))) for fact in found}


def decisions(graph: Path) -> list[str]:
    return [line for line in (graph / "decisions.yaml").read_text().splitlines() if line.startswith("-")]


def delete_line(graph: Path, number: int) -> None:
    lines = (graph / "decisions.yaml").read_text().splitlines(keepends=True)
    del lines[number - 1]
    (graph / "decisions.yaml").write_text("".join(lines))


# same and different


def test_same_joins_two_names_and_deleting_the_line_gives_the_graph_of_before(graph: Path) -> None:
    before = dump(graph)
    result = run("same", "Berg", "Anna Berg", "-g", graph)
    assert result.stdout.splitlines()[0] == "Berg (Person) and Anna Berg (Person) are one from now on"
    assert result.stdout.splitlines()[1] == "2 assertions changed"
    assert f"To undo it, delete line 3 of {graph / 'decisions.yaml'}, then: kg rebuild" in result.stderr
    assert "Anna Berg | oppose | sanctions on Syria" in facts(graph)
    assert dump(graph) != before
    delete_line(graph, 3)
    run("rebuild", "-g", graph)
    assert dump(graph) == before


def test_a_build_follows_decisions_as_a_fresh_one_does(built: Path, graph: Path, tmp_path: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    run("build", built / "articles", "-g", graph)
    fresh = tmp_path / "fresh.kg"
    fresh.mkdir()
    shutil.copy(graph / "decisions.yaml", fresh)
    build(fresh, [built / "articles"], workers=1)
    assert dump(fresh) == dump(graph)
    run("remove", "a.txt", "-g", graph)
    assert "Eva Berg | oppose | sanctions on Syria" in facts(graph)


def test_the_same_decision_is_written_once_in_whatever_order(graph: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    result = run("same", "eva berg", "Berg", "-g", graph)
    assert "(line 3 of " in result.stdout
    assert "says so already)" in result.stdout
    assert "0 assertions changed" in result.stdout
    assert len(decisions(graph)) == 1


def test_different_parts_what_is_one(graph: Path) -> None:
    assert "Paul Holm" in run("show", "Paul Holm", "-g", graph).stdout
    result = run("different", "Paul Holm", "Paul Holm", "--in", "a.txt", "--in", "b.txt", "-g", graph)
    assert result.stdout.startswith("Paul Holm (articles/a.txt) and Paul Holm (articles/b.txt) are two from now on\n")
    names = [entity.label for entity in kg.open(graph).entities() if entity.label.startswith("Paul Holm")]
    assert len(names) == 2
    assert decisions(graph) == [
        "- different: [{name: Paul Holm, document: articles/a.txt}, {name: Paul Holm, document: articles/b.txt}]"
    ]


def test_two_names_of_one_entity_are_parted_by_the_names_typed(graph: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    delete_line(graph, 3)
    run("different", "Anna Berg", "Berg", "--in", "a.txt", "--in", "a.txt", "-g", graph)
    assert "Anna Berg | praise | Norvik Bank" not in facts(graph)


def test_a_name_that_another_bears_is_kept_with_its_document(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files(
        {"a.txt": "Anna Berg met Paul Holm.", "b.txt": "Berg met Liv Aas.", "c.txt": "Berg met Kari Moe."}
    )
    build(tmp_path / "g.kg", [folder], workers=1)
    entities = [entity.slug for entity in kg.open(tmp_path / "g.kg").entities() if entity.label == "Berg"]
    run("same", "Anna Berg", f"ent:{entities[0]}", "-g", tmp_path / "g.kg")
    [line] = decisions(tmp_path / "g.kg")
    assert ("document: articles/b.txt" in line) == (len(entities) > 1)


def test_a_decision_against_another_is_refused(graph: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    before = dump(graph)
    result = run("different", "Berg", "Eva Berg", "--in", "b.txt", "--in", "c.txt", "-g", graph, code=1)
    assert f"Error: this contradicts line 3 of {graph / 'decisions.yaml'}; delete there what is wrong" in result.stderr
    assert len(decisions(graph)) == 1
    assert dump(graph) == before


def test_an_ambiguous_or_unknown_name_is_told_of_and_nothing_is_written(graph: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    result = run("same", "Berg", "Paul Holm", "-g", graph, code=1)
    assert "'Berg' may be one of 2; name one by its identifier:\n  ent:anna-berg  Anna Berg (Person)" in result.stderr
    assert (
        "no entity is named 'Pual Holm'; is it Paul Holm?"
        in run("same", "Pual Holm", "Berg", "-g", graph, code=1).stderr
    )
    assert "both names are Chile (Country)" in run("same", "Chile", "chile", "-g", graph, code=1).stderr
    assert "no document is named 'x.txt'" in run("same", "Chile", "Syria", "--in", "x.txt", "-g", graph, code=1).stderr
    assert len(decisions(graph)) == 1


def test_no_build_only_notes_it(graph: Path) -> None:
    before = dump(graph)
    result = run("same", "Berg", "Eva Berg", "--no-build", "-g", graph)
    assert "The graph is as it was; the next kg build or kg rebuild follows it." in result.stderr
    assert dump(graph) == before
    run("rebuild", "-g", graph)
    assert "Eva Berg | meet | Vladimir Putin" in facts(graph)


def test_a_running_build_is_respected(graph: Path) -> None:
    with (graph / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["same", "Berg", "Eva Berg"], ["different", "Chile", "Syria", "--no-build"]):
            assert "another build is writing" in run(*command, "-g", graph, code=1).stderr
    assert not (graph / "decisions.yaml").exists()


# The file


def test_a_broken_file_is_told_of_and_the_graph_stays(built: Path, graph: Path) -> None:
    before = dump(graph)
    (graph / "decisions.yaml").write_text("- same: [Berg, Eva Berg]\n- saem: [A, B]\n")
    for command in (
        ["build", built / "articles"],
        ["rebuild"],
        ["remove", "a.txt"],
        ["same", "Chile", "Syria"],
        ["review"],
    ):
        result = run(*command, "-g", graph, code=1)
        assert result.stderr.startswith(f"Error: {graph / 'decisions.yaml'}, line 2: 'saem' is no decision; ")
    assert dump(graph) == before


def test_contradictions_and_what_means_nothing_are_warned_of(built: Path, graph: Path) -> None:
    before = dump(graph)
    (graph / "decisions.yaml").write_text(
        "- same: [Berg, Eva Berg]\n- different: [{name: Berg, type: Person}, Eva Berg]\n- same: [Nobody Known, Chile]\n"
    )
    result = run("build", built / "articles", "-g", graph)
    assert (
        "Warning: decisions.yaml: Berg (Person) and Eva Berg are different by line 2, and the same by line 1; "
        "neither is followed until one is deleted\n"
    ) in result.stderr
    assert "Warning: decisions.yaml, line 3: nothing here is Nobody Known\n" in result.stderr
    assert dump(graph) == before


# wrong


def test_wrong_takes_a_fact_out_and_deleting_the_line_brings_it_back(graph: Path) -> None:
    before = dump(graph)
    result = run("wrong", "Berg", "oppose", "sanctions on Syria", "-g", graph)
    assert result.stdout == "Berg | oppose | sanctions on Syria is wrong from now on\n1 assertion changed\n"
    assert "Berg | oppose | sanctions on Syria" not in facts(graph)
    assert set(dump(graph).splitlines()) < set(before.splitlines())
    delete_line(graph, 3)
    run("rebuild", "-g", graph)
    assert dump(graph) == before


def test_wrong_takes_an_identifier_and_lines_of_standard_input(graph: Path) -> None:
    found = {(fact.subject, fact.predicate): fact.id for fact in kg.open(graph).assertions()}
    run("wrong", found["Eva Berg", "found"][:12], "-g", graph)
    run("wrong", "-", "-g", graph, stdin=f"Paul Holm | resign\n{found['Anna Berg', 'visit']}\n")
    assert not facts(graph) & {"Eva Berg | found | Halden Group", "Paul Holm | resign", "Anna Berg | visit | Chile"}
    assert decisions(graph)[2] == (
        "- wrong: {subject: Anna Berg, predicate: visit, object: Chile, sentence: She visited Chile.}"
    )
    assert "no assertion has the identifier 'ffff0000'" in run("wrong", "ffff0000", "-g", graph, code=1).stderr


def test_a_fact_said_twice_lists_the_choices(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "Anna Berg met Paul Holm.", "b.txt": "Later Anna Berg met Paul Holm in Oslo."})
    graph = tmp_path / "g.kg"
    build(graph, [folder], workers=1)
    result = run("wrong", "Anna Berg | meet | Paul Holm", "-g", graph, code=1)
    assert "that is said 2 times; name one by its identifier, or --all:" in result.stderr
    assert "(articles/b.txt: Later Anna Berg met Paul Holm in Oslo.)" in result.stderr
    run("wrong", "Anna Berg | meet | Paul Holm", "--all", "-g", graph)
    assert facts(graph) == set()
    assert len(decisions(graph)) == 2


def test_a_sentence_of_two_documents_is_kept_with_its_document(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "Anna Berg met Paul Holm.", "b.txt": "Anna Berg met Paul Holm. He then resigned."})
    graph = tmp_path / "g.kg"
    build(graph, [folder], workers=1)
    [first, _] = [fact for fact in kg.open(graph).assertions() if fact.predicate == "meet"]
    run("wrong", first.id, "-g", graph)
    assert read_decisions(graph / "decisions.yaml").wrong[0].document == first.source
    assert [fact.source for fact in kg.open(graph).assertions() if fact.predicate == "meet"] == ["articles/b.txt"]


def test_wrong_holds_after_an_edit_elsewhere(built: Path, tmp_path: Path) -> None:
    articles, graph = tmp_path / "articles", tmp_path / "g.kg"
    shutil.copytree(built / "articles", articles)
    build(graph, [articles], workers=1)
    run("wrong", "Anna Berg | visit | Chile", "-g", graph)
    text = NEWS["a.txt"].replace("Berg praised Norvik Bank.", "Liv Aas praised Norvik Bank. Anna Berg left Oslo.")
    (articles / "a.txt").write_text(text)
    result = run("build", articles, "-g", graph)
    assert "1 replaced" in result.stdout
    assert "Warning" not in result.stderr
    assert "Anna Berg | visit | Chile" not in facts(graph)


# missed


def test_missed_adds_a_fact_with_its_evidence_and_deleting_the_line_takes_it_back(graph: Path) -> None:
    before = dump(graph)
    words = ["Berg", "criticize", "Norvik Bank", "--document", "a.txt", "--sentence", "praised", "--phrase", "praised"]
    result = run("missed", *words, "--modality", "possible", "--by", "Berg", "-g", graph)
    assert result.stdout == "Berg | criticize | Norvik Bank is in the graph from now on\n1 assertion changed\n"
    [fact] = [fact for fact in kg.open(graph).assertions() if fact.is_decided]
    assert (fact.subject, fact.status, fact.attributed_to) == ("Anna Berg", "hypothetical", "Anna Berg")
    text = kg.open(graph).document("a.txt").text
    assert [span.quote(text) for span in (*fact.subject_span, *fact.predicate_span, *fact.object_span)] == [
        "Berg", "praised", "Norvik Bank",
    ]  # fmt: skip
    shown = run("why", "Anna Berg", "criticize", "-g", graph).stdout
    assert "»Berg« »praised« »Norvik Bank«." in shown
    assert "added by kg missed" in shown
    assert set(before.splitlines()) < set(dump(graph).splitlines())
    run("missed", *words, "--modality", "possible", "--by", "Berg", "-g", graph)
    assert len(decisions(graph)) == 1
    delete_line(graph, 3)
    run("rebuild", "-g", graph)
    assert dump(graph) == before


def test_a_predicate_is_named_as_the_graph_names_it(graph: Path) -> None:
    run("missed", "Paul Holm | met | Norvik Bank", "--document", "a.txt", "--sentence", "She", "-g", graph, code=1)
    run("missed", "Paul Holm", "met", "Oslo", "--document", "a.txt", "--sentence", "Anna Berg met", "-g", graph)
    assert "Paul Holm | meet | Oslo" in facts(graph)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Berg", "visit", "Peru", "--sentence", "She visited"], "have the words 'Berg'; it speaks of: She, Chile"),
        (["She", "visit", "Peru", "--sentence", "She visited"], "the sentence does not have the words 'Peru'"),
        (["She", "leave", "Chile", "--sentence", "She visited"], "does not have the words 'leave' that would state it"),
        (["She", "visit", "Chile", "--sentence", "She visited"], "that is in the graph already: kg why a"),
        (["Berg", "sell", "Bank", "--sentence", "praised", "--phrase", "praised"],
         "'Bank' is a part of the name 'Norvik Bank' there; give the whole name"),
        (["She", "visit", "Chile", "--sentence", "She flew"], "articles/a.txt has no sentence 'She flew'"),
        (["Berg", "visit", "Chile", "--sentence", "is"], "'is' is in 2 sentences; give more of the one:"),
        (["Berg", "visit", "Chile", "--sentence", "x", "--document", "y.txt"], "no document is named 'y.txt'"),
    ],
)  # fmt: skip
def test_a_fact_that_the_sentence_cannot_show_is_refused(graph: Path, words: list[str], told: str) -> None:
    options = [] if "--document" in words else ["--document", "a.txt"]
    assert told in run("missed", *words, *options, "-g", graph, code=1).stderr
    assert not (graph / "decisions.yaml").exists()


# review and merges


def test_review_asks_with_evidence_and_builds_once(graph: Path) -> None:
    result = run("review", "-g", graph, stdin="s\nd\n")
    assert "1 of 2 · two things now, nearly one · score " in result.stdout
    assert (
        "  A  Anna Berg (Person, ent:anna-berg) · 3 assertions\n     »Anna Berg« met Paul Holm in Oslo" in result.stdout
    )
    assert "     articles/a.txt (2013-03-04)\n  B  Berg (Person, ent:berg) · 2 assertions\n" in result.stdout
    assert "line 3: Anna Berg (Person) and Berg (Person) are one from now on\n" in result.stdout
    assert "line 4: Eva Berg (Person) and Berg (Person) are two from now on\n2 assertions changed\n" in result.stdout
    assert "Anna Berg | oppose | sanctions on Syria" in facts(graph)
    assert "No name is in doubt" in run("review", "-g", graph).stderr


def test_a_decision_on_two_bearers_of_a_surname_leaves_its_use_in_an_article(graph: Path) -> None:
    run("review", "-g", graph, stdin="k\nd\n")
    assert {"Eva Berg | visit | Chile", "Berg | meet | Vladimir Putin"} <= facts(graph)


def test_review_can_be_skipped_and_left(graph: Path) -> None:
    before = dump(graph)
    for keys in ("k\nq\n", "\n\n", "", "x\nq\n"):
        assert "Nothing was decided." in run("review", "-g", graph, stdin=keys).stderr
    assert not (graph / "decisions.yaml").exists()
    run("review", "-g", graph, stdin="\nd\n")
    assert decisions(graph) == ["- different: [{name: Eva Berg, type: Person}, {name: Berg, type: Person}]"]
    assert dump(graph) == before


def test_review_refuses_an_answer_against_another(graph: Path) -> None:
    (graph / "decisions.yaml").write_text("- different: [Anna Berg, Eva Berg]\n")
    result = run("review", "-g", graph, stdin="s\ns\nk\n")
    assert f"this contradicts lines 1, 2 of {graph / 'decisions.yaml'}" in result.stderr
    assert len(decisions(graph)) == 2


def test_two_spellings_are_told_apart_by_their_documents(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "Then Erdogan met Paul Holm.", "b.txt": "Then Erdoğan met Liv Aas in Oslo."})
    graph = tmp_path / "g.kg"
    build(graph, [folder], workers=1)
    assert {"Erdogan", "Erdoğan"} <= {name for e in kg.open(graph).entities() for name in (e.label, *e.names)}
    result = run("review", "-g", graph, stdin="d\n")
    assert "1 of 1 · one thing now, doubtfully · score " in result.stdout
    assert "(Person, articles/a.txt)" in result.stdout
    assert "(Person, articles/b.txt)" in result.stdout
    assert len([entity for entity in kg.open(graph).entities() if entity.type == "Person"]) == 4


def test_review_lists_for_people_and_programs(graph: Path) -> None:
    assert run("review", "--list", "-g", graph).stdout.startswith("1 of 2 · two things now, nearly one · ")
    records = json.loads(run("review", "--list", "--format", "json", "-g", graph).stdout)
    assert [record["weight"] for record in records] == sorted((r["weight"] for r in records), reverse=True)
    assert [record["left"]["name"] for record in records] == ["Anna Berg", "Eva Berg"]
    assert records[0]["right"]["sentence"] == "Berg opposes sanctions on Syria."
    lines = run("review", "--list", "--format", "jsonl", "--limit", "1", "-g", graph).stdout.splitlines()
    assert [json.loads(line) for line in lines] == records[:1]
    assert "1 more; --limit shows more" in run("review", "--list", "--limit", "1", "-g", graph).stderr
    run("review", "--format", "json", "-g", graph, code=2)


def test_show_tells_why_names_are_one(graph: Path) -> None:
    run("same", "Berg", "Eva Berg", "-g", graph)
    shown = run("show", "Eva Berg", "--merges", "-g", graph).stdout
    assert "  1.00  Berg = Eva Berg: a person's decision\n" in shown
    records = [
        json.loads(line)
        for line in run("show", "Eva Berg", "--merges", "--format", "jsonl", "-g", graph).stdout.splitlines()
    ]
    assert {"left": "Berg", "right": "Eva Berg", "rule": "a person's decision", "score": 1.0} in records


@pytest.mark.parametrize(
    "arguments",
    [
        ["same", "Berg"],
        ["same", "Berg", "Berg", "--in", "a", "--in", "b", "--in", "c"],
        ["wrong"],
        ["wrong", "a", "b", "c", "d"],
        ["missed", "a", "b", "c", "--document", "x"],
        ["missed", "a", "--document", "x", "--sentence", "y"],
        ["missed", "a", "b", "--document", "x", "--sentence", "y", "--modality", "true"],
        ["review", "--limit", "0"],
    ],
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    run(*arguments, code=2)


def test_a_folder_without_a_graph_is_told_of(tmp_path: Path) -> None:
    for command in (["same", "A", "B"], ["different", "A", "B"], ["wrong", "abcd"], ["review"],
                    ["missed", "A", "b", "--document", "x", "--sentence", "y"]):  # fmt: skip
        assert "there is no graph folder" in run(*command, "-g", tmp_path / "none.kg", code=1).stderr
    assert not (tmp_path / "none.kg").exists()
