"""Benchmarks hold scores to their floors; what needs the data beside the repository is skipped by name without it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmark import extraction, size, sources, tables
from benchmark.__main__ import main
from benchmark.benchie import FILES, Benchie
from benchmark.carb import Carb
from benchmark.floors import ROOT, Repository, lower_floors, raise_floors, read_floors, tell_lowered, write_floors
from benchmark.measures import Floor, Measure, Verdict, judge
from benchmark.names_end_to_end import names_of, put_together
from click.testing import CliRunner, Result
from hand import read
from hypothesis import given
from hypothesis import strategies as st

needs_benchmarks = pytest.mark.skipif(not (sources.BESIDE / "bench").exists(), reason="../shared/bench is not there")

# Written in the form of GAP: the columns that are read, and one that is not.
PRONOUNS = """ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL
own-1\tAnna Berg sold the mill. She moved to Oslo.\tShe\t25\tAnna Berg\t0\tTRUE\tOslo\t38\tFALSE\tx
own-2\tPeter Holm met Ruth Vik. She thanked him.\tShe\t25\tPeter Holm\t0\tFALSE\tRuth Vik\t15\tTRUE\tx
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository without floors, with the changelog and the page of this one."""
    repository = Repository(tmp_path / "repository")
    for path in (repository.floors, repository.docs):
        path.parent.mkdir(parents=True)
    shutil.copy(Repository().docs, repository.docs)
    repository.changelog.write_text("# Changelog\n\n## [Unreleased] 0.2.0\n\n### Added\n\n- More.\n\n## 0.1.0\n")
    return repository


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data that holds pronouns of our own."""
    folder = tmp_path / "data"
    file = folder / "coref" / "gap" / "validation.tsv.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(PRONOUNS.encode()))
    return folder


def score(repository: Repository, data: Path, *options: str) -> Result:
    places = ["--shared", str(data), "--repository", str(repository.root)]
    return CliRunner().invoke(main, ["coreference", *places, *options])


def set_floor(repository: Repository, **changes: float) -> Floor:
    """Change the floor of all pronouns, as a better version of the package would have left it."""
    floors = read_floors(repository.floors)
    name = "GAP validation, all"
    floors["coreference"][name] = replace(floors["coreference"][name], **changes)
    write_floors(repository.floors, floors)
    return floors["coreference"][name]


def test_without_floors_a_score_is_shown_and_passes(repository: Repository, data: Path) -> None:
    result = score(repository, data)
    assert result.exit_code == 0, result.output
    assert "no floor yet" in result.output
    assert not repository.floors.exists()


def test_raise_writes_new_floors_and_the_page(repository: Repository, data: Path) -> None:
    assert score(repository, data, "--raise").exit_code == 0
    floor = read_floors(repository.floors)["coreference"]["GAP validation, all"]
    assert floor.score == 100.0 and floor.examples == 2
    assert floor.digest is not None and floor.digest.startswith("sha256:")
    assert "| `coreference` | GAP validation, all | F1 | 100.00 |" in repository.docs.read_text(encoding="utf-8")
    again = score(repository, data)
    assert again.exit_code == 0 and "no floor yet" not in again.output


def test_raise_takes_the_better_score(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    set_floor(repository, score=60.0)
    result = score(repository, data, "--raise")
    assert result.exit_code == 0 and "+40.00" in result.output
    assert read_floors(repository.floors)["coreference"]["GAP validation, all"].score == 100.0


def test_a_score_below_its_floor_fails_and_raise_leaves_the_floor(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    set_floor(repository, score=100.5)
    before = repository.floors.read_bytes()
    for options in ([], ["--raise"]):
        result = score(repository, data, *options)
        assert result.exit_code == 1
        assert "GAP validation, all: 100 is worse than its floor of 100.5" in result.output
    assert repository.floors.read_bytes() == before


def test_a_floor_goes_down_with_a_reason_that_the_changelog_tells(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    set_floor(repository, score=100.5)
    assert score(repository, data, "--lower-floor", " ").exit_code == 2
    assert read_floors(repository.floors)["coreference"]["GAP validation, all"].score == 100.5
    result = score(repository, data, "--lower-floor", "A rule was wrong.")
    assert result.exit_code == 0, result.output
    assert read_floors(repository.floors)["coreference"]["GAP validation, all"].score == 100.0
    line = "- Benchmark `coreference`, floor lowered: GAP validation, all from 100.5 to 100. A rule was wrong.\n"
    assert f"- More.\n\n### Changed\n\n{line}\n## 0.1.0\n" in repository.changelog.read_text()
    told = repository.changelog.read_bytes()
    assert score(repository, data, "--lower-floor", "Nothing to lower.").exit_code == 0
    assert repository.changelog.read_bytes() == told


def test_lowered_floors_are_told_in_a_section_that_is_there(repository: Repository) -> None:
    old, new = {"dev": Floor("F1", 50.0)}, {"dev": Floor("F1", 40.0)}
    for reason in ("First.", "Second."):
        tell_lowered(repository.changelog, "benchie", old, new, reason)
    text = repository.changelog.read_text()
    assert text.count("### Changed\n") == 1
    assert text.index("Second.") < text.index("First.") < text.index("## 0.1.0")
    assert "\n\n\n" not in text


def test_a_changelog_without_an_unreleased_version_is_an_error(repository: Repository) -> None:
    repository.changelog.write_text("# Changelog\n\n## 0.1.0\n")
    with pytest.raises(ValueError, match="Unreleased"):
        tell_lowered(repository.changelog, "benchie", {"dev": Floor("F1", 50.0)}, {}, "x")


def test_changed_data_are_an_error_until_they_are_pinned(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    before = repository.floors.read_bytes()
    file = data / "coref" / "gap" / "validation.tsv.gz"
    file.write_bytes(gzip.compress(PRONOUNS.replace("mill", "farm").encode()))
    result = score(repository, data, "--raise")
    assert result.exit_code == 1
    assert "the data changed since the floor was set" in result.output
    assert repository.floors.read_bytes() == before
    assert score(repository, data, "--lower-floor", "The mill is a farm.").exit_code == 0
    assert score(repository, data).exit_code == 0


def test_a_changed_number_of_examples_is_an_error(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    set_floor(repository, examples=3)
    result = score(repository, data)
    assert result.exit_code == 1 and "3 examples" in result.output


def test_a_floor_that_nothing_was_measured_for_is_an_error(repository: Repository, data: Path) -> None:
    score(repository, data, "--raise")
    floors = read_floors(repository.floors)
    floors["coreference"]["GAP validation, plural"] = Floor("F1", 50.0)
    write_floors(repository.floors, floors)
    result = score(repository, data)
    assert result.exit_code == 1
    assert "GAP validation, plural: has a floor and was not measured" in result.output
    assert score(repository, data, "--lower-floor", "Never in the data.").exit_code == 0
    assert "GAP validation, plural taken out" in repository.changelog.read_text()


@pytest.mark.parametrize("name", ["benchie", "carb", "parser", "names", "names-end-to-end", "coreference"])
def test_a_benchmark_without_its_data_is_skipped_by_name(name: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [name, "--shared", str(tmp_path)])
    assert result.exit_code == 0
    assert result.output.startswith(f"{name}: skipped: {tmp_path}") and "--shared DIR" in result.output


def test_broken_data_are_told_in_one_line(tmp_path: Path) -> None:
    for treebank in ("ewt", "gum"):
        file = tmp_path / "treebanks" / treebank / "dev.conllu.gz"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"no gzip")
    result = CliRunner().invoke(main, ["parser", "--shared", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and "cannot be read" in result.output


def test_noise_within_the_tolerance_neither_fails_nor_raises() -> None:
    floor = Floor("ratio", 100.0)
    verdicts = {100.0: Verdict.MET, 85.0: Verdict.MET, 79.0: Verdict.BELOW, 115.0: Verdict.MET, 121.0: Verdict.BETTER}
    for value, verdict in verdicts.items():
        assert judge(Measure("x", "ratio", value, tolerance=0.2), floor) is verdict
    for value, verdict in {121.0: Verdict.BELOW, 79.0: Verdict.BETTER}.items():
        assert judge(Measure("x", "MB", value, tolerance=0.2, lower_is_better=True), floor) is verdict


def test_a_limit_never_moves() -> None:
    over = Measure("x", "MB", 351.0, lower_is_better=True, limit=350.0)
    assert judge(over, None).fails
    assert raise_floors([over], {}) == lower_floors([over], {}) == {}


scores = st.floats(0, 100)


@given(scores, scores, st.floats(0, 0.5), st.booleans())
def test_no_score_makes_raise_worsen_a_floor(value: float, floor: float, tolerance: float, lower: bool) -> None:
    measure = Measure("x", "F1", value, tolerance=tolerance, lower_is_better=lower)
    raised = raise_floors([measure], {"x": Floor("F1", floor)})["x"].score
    assert raised <= floor if lower else raised >= floor


SENTENCES = {"1": "Ann met Bo in Oslo .", "2": "Bo left ."}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1\tAnn\tmet\tBo\t0.9", ""),
        ("3\tAnn\tmet\tBo\t0.9", "unknown id '3'"),
        ("2\tAnn\tleft\tBo\t0.9", "['Ann'] no token of the sentence"),
        ("1\tAnn\tmet in\t\t0.9", "[''] no token of the sentence"),
        ("1\tAnn\tmet  in\tOslo\t0.9", "[''] no token of the sentence"),
        ("1\tann\tmet\tBo\t0.9", "['ann'] no token of the sentence"),
        ("1\tAnn\tmet\tBo", "4 fields"),
        ("1\tAnn\tmet\tBo\thigh", "confidence 'high'"),
        ("1\tAnn\tmet\tBo\tnan", "confidence 'nan'"),
        ("1\tAnn\tmet\tBo\t1.5", "confidence '1.5'"),
    ],
)
def test_lines_of_facts_are_checked(line: str, problem: str) -> None:
    found = list(extraction.check_minimal(line, SENTENCES))
    assert problem in found[0] if problem else not found


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Ann met Bo in Oslo .\t0.9\tmet\tAnn\tBo\tin Oslo", ""),
        ("Bo left .\t0.9\tleft\tBo", ""),
        ("Bo went .\t0.9\twent\tBo", "unknown sentence 'Bo went .'"),
        ("Bo left .\t0.9\tleft\tBo\tin Oslo", "['in', 'Oslo'] no token of the sentence"),
        ("Bo left .\t0.9\tleft", "3 fields"),
    ],
)
def test_lines_of_long_extractions_are_checked(line: str, problem: str) -> None:
    found = list(extraction.check_maximal(line, SENTENCES))
    assert problem in found[0] if problem else not found


@needs_benchmarks
@pytest.mark.parametrize("system", FILES)
def test_benchie_gives_published_systems_their_recorded_scores(system: str) -> None:
    benchmark = Benchie.read(None)
    anchors = extraction.read_anchors(benchmark.folder)
    assert anchors.keys() == FILES.keys()
    scores = benchmark.score(benchmark.folder / "systems" / f"{FILES[system]}.tsv")
    assert {name: round(value, 4) for name, value in scores.items()} == anchors[system]


@needs_benchmarks
def test_the_halves_of_benchie_make_up_the_whole() -> None:
    benchmark = Benchie.read(None)
    system = benchmark.folder / "systems" / "minie.tsv"
    whole, first, second = (benchmark.score(system, half) for half in (None, "first", "second"))
    for name in ("synsets", "found", "wrong"):
        assert whole[name] == first[name] + second[name]
    shown = list(benchmark.show(system))
    assert sum(line.startswith("  wrong") for line in shown) == whole["wrong"]
    assert sum(line.startswith("  missed") for line in shown) == whole["synsets"] - whole["found"]


@needs_benchmarks
def test_carb_gives_a_published_system_its_recorded_scores() -> None:
    benchmark = Carb.read(None)
    scores = benchmark.score(benchmark.folder / "systems" / "openie5.tsv")
    recorded = extraction.read_anchors(benchmark.folder)["openie5"]
    assert len(scores) >= 10
    assert {name: round(value, 4) for name, value in scores.items()} == {name: recorded[name] for name in scores}


@needs_benchmarks
def test_the_format_check_tells_a_system_that_keeps_the_tokens_from_one_that_does_not() -> None:
    benchmark = Benchie.read(None)
    for system, is_clean in (("clausie", True), ("graphene", False)):
        lines = (benchmark.folder / "systems" / f"{system}.tsv").read_text(encoding="utf-8").splitlines()
        problems = list(benchmark.check("".join(f"{line}\t1\n" for line in lines), benchmark.sentences))
        assert (not problems) is is_clean


@needs_benchmarks
def test_a_file_or_a_half_sets_no_floor() -> None:
    system = sources.BESIDE / "bench" / "benchie-dev" / "systems" / "minie.tsv"
    for options in (["--extractions", str(system), "--raise"], ["--half", "first", "--lower-floor", "Why."]):
        result = CliRunner().invoke(main, ["benchie", *options])
        assert result.exit_code == 2 and "whole benchmark" in result.output


def test_speed_counts_documents_and_memory_of_a_process_of_its_own(articles: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmark.speed", "1", str(articles)]
    figures = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    assert figures["documents"] == 3
    assert figures["words/s"] > figures["documents/s"] > 0 < figures["ratio"]
    assert 50 < figures["memory"] < 1000


def test_speed_of_a_build_that_leaves_documents_out_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    command = [sys.executable, "-m", "tests.benchmark.speed", "1", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "0 documents read" in done.stderr and "empty.txt" in done.stderr


def test_what_the_core_installs_is_within_its_limit() -> None:
    core = size.core_distributions(["rdflib>=7", "oxrdflib"])
    assert {"rdflib", "oxrdflib", "pyoxigraph", "pyparsing"} <= core.keys()
    assert not core.keys() & {"pytest", "pandas"}
    needed, own, total = size.measure_sizes()
    assert needed.limit == 350.0 and not judge(needed, None).fails
    assert needed.score > 100  # numpy and onnxruntime alone
    assert total.score == pytest.approx(needed.score + own.score, abs=0.2)


def test_the_page_shows_the_floors() -> None:
    text = Repository().docs.read_text(encoding="utf-8")
    floors = read_floors(Repository().floors)
    assert text == tables.fill(text, "floors", tables.floors_table(floors)), "run python -m tests.benchmark docs"


@needs_benchmarks
def test_the_page_shows_the_published_systems() -> None:
    text = Repository().docs.read_text(encoding="utf-8")
    published = tables.published_tables(read_floors(Repository().floors))
    assert text == tables.fill(text, "published", published), "run python -m tests.benchmark docs"


def test_every_benchmark_is_explained() -> None:
    text = Repository().docs.read_text(encoding="utf-8")
    assert [name for name in main.commands if name != "docs" and f"\n| `{name}` | " not in text] == []


def test_the_commands_of_the_page_run() -> None:
    if "benchie" not in read_floors(Repository().floors):
        pytest.skip("benchie has no floor yet")
    block = re.search(r"^```sh\n(.*?)^```$", Repository().docs.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None and len(block[1].splitlines()) == 2
    for line in block[1].splitlines():
        command = [sys.executable, *line.removeprefix("python ").split()]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["benchie", "carb", "parser", "names", "names-end-to-end", "coreference"])
def test_no_score_is_below_its_floor(name: str) -> None:
    if name not in read_floors(Repository().floors):
        pytest.skip(f"{name} has no floor yet")
    result = CliRunner().invoke(main, [name])
    if f"{name}: skipped" in result.output:
        pytest.skip(result.output.strip())
    assert result.exit_code == 0, result.output


# names from raw text


def test_marked_tokens_become_a_text_with_its_names_by_their_characters() -> None:
    sentences = [
        [("(", "O"), ("Ann", "B-person"), ("Berg", "I-person"), (")", "O"), ("left", "O"), (".", "O")],
        [("Oslo", "B-location"), ("'s", "O"), ("Oscars", "B-misc"), ("began", "O"), (".", "O")],
    ]
    marked = put_together(sentences, {"person": "PER", "location": "LOC"})
    assert marked.text == "(Ann Berg) left. Oslo's Oscars began."
    assert {(marked.text[start:end], kind) for start, end, kind in marked.names} == {
        ("Ann Berg", "PER"),
        ("Oslo", "LOC"),
    }


def test_names_found_leave_out_adjectives_of_countries_and_things() -> None:
    reading = read("""
1 Norwegian _ JJ 2 amod B-GROUP
2 ships _ NNS 3 nsubj
3 left leave VBD 0 root
4 Oslo _ NNP 3 obj B-LOC
5 after _ IN 6 case
6 Brexit _ NNP 3 obl B-EVENT
""")
    assert names_of(reading.extraction) == {(21, 25, "LOC")}
