"""Scores against gold files, and what the marks on a sample say of a graph."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.errors import EvaluationError
from kg.evaluation import benchie, carb
from kg.evaluation.benchmarks import evaluate
from kg.evaluation.figures import estimate_share, wilson
from kg.evaluation.sheets import COLUMNS, MISSED, Sentence, read_sheet, review

SHARED = Path(__file__).parents[2] / "shared"

GOLD = """sent_id:1\tAnn Roe , the mayor , left Oslo .
1--> Cluster 1:
Ann Roe --> left --> Oslo
1--> Cluster 2:
Ann Roe --> [is] --> [the] mayor
"""
FOUND = "1\tAnn Roe\tleft\tOslo\t0.7\n1\tAnn Roe\tis\tmayor\t0.7\n1\tthe mayor\tleft\tOslo\t0.7\n"
TUPLES = "Ann Roe left Oslo .\tleft\tAnn Roe\tOslo\nAnn Roe left Oslo .\tleft\tAnn Roe\n"


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def load(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, SHARED / "bench" / f"{name}.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_benchie_counts_facts_and_what_is_no_wording_of_any(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text(GOLD)
    (tmp_path / "ours.tsv").write_text(FOUND)
    result = evaluate(tmp_path / "gold.txt", tmp_path / "ours.tsv")
    assert (result.counts["found"], result.counts["wrong"]) == (2, 1)
    assert result.figures == {"precision": 2 / 3, "recall": 1.0, "F1": 0.8}
    assert result.explanations == (
        "1\tAnn Roe , the mayor , left Oslo .",
        "  wrong   the mayor | left | Oslo",
    )


def test_carb_shares_words(tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text(TUPLES)
    (tmp_path / "ours.tsv").write_text("Ann Roe left Oslo .\t0.9\tleft\tAnn Roe\tOslo\n")
    result = evaluate(tmp_path / "gold.tsv", tmp_path / "ours.tsv")
    assert result.figures["precision"] == 1.0 and result.figures["recall"] == 1.0


def test_a_gold_file_is_read_by_the_extractor(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text(GOLD)
    told = json.loads(run("evaluate", tmp_path / "gold.txt", "--format", "json", "--show").stdout)
    assert told["benchmark"] == "BenchIE" and told["facts"] == 2 and told["found"] >= 1


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="../shared is not there")
@pytest.mark.parametrize("name", ["clausie", "minie", "openie6"])
def test_benchie_scores_as_the_scorer_beside_the_data(name: str) -> None:
    folder = SHARED / "bench" / "benchie-dev"
    theirs, path = load("score_benchie"), folder / "systems" / f"{name}.tsv"
    wanted = theirs.score(theirs.read_gold(folder / "gold.txt"), theirs.read_extractions(path))
    score = benchie.score(benchie.read_gold(folder / "gold.txt"), benchie.read_extractions(path.read_text(), "x")[0])
    assert (score.found, score.wrong, score.f1) == (wanted["found"], wanted["wrong"], wanted["f1"])


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="../shared is not there")
def test_carb_scores_as_the_scorer_beside_the_data() -> None:
    folder = SHARED / "bench" / "carb-dev"
    theirs, path = load("score_carb"), next(iter(sorted((folder / "systems").iterdir())))
    wanted = theirs.score(theirs.read_gold(folder / "gold.tsv"), theirs.read_extractions(path))
    score = carb.score(carb.read_gold(folder / "gold.tsv"), carb.read_extractions(path.read_text(), "x")[0])
    assert score.best.f1 == pytest.approx(wanted["best_f1"]) and score.auc == pytest.approx(wanted["auc"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no gold at all\n", "is no sheet of kg evaluate"),
        ("sent_id:1\tAnn left .\n1--> Cluster 1:\nAnn --> left\n", ""),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "gold").write_text(text)
    result = run("evaluate", tmp_path / "gold", code=1 if message else 0)
    assert message in result.stderr
    if not message:
        assert "line 3: no triple, as it has 2 parts" in result.stderr


def test_a_confidence_that_is_no_number_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text(TUPLES)
    (tmp_path / "ours.tsv").write_text("Ann Roe left Oslo .\thigh\tleft\tAnn Roe\tOslo\n")
    with pytest.raises(EvaluationError, match="line 1: 'high' is no confidence"):
        evaluate(tmp_path / "gold.tsv", tmp_path / "ours.tsv")


def mark(path: Path, choose: Callable[[dict[str, str]], str], delimiter: str = "\t") -> None:
    rows = list(csv.DictReader(path.open(newline=""), delimiter="\t"))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows({**row, "mark": choose(row)} for row in rows)
    path.write_text(text.getvalue())


def test_a_sample_is_written_marked_and_read_back(graph_folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.tsv"
    assert "sheet.tsv: " in run("evaluate", "-g", graph_folder, "--sample", 3, "-o", sheet).stdout
    before = sheet.read_text()
    mark(sheet, lambda row: "1" if row["subject"] == MISSED else "Right")
    told = json.loads(run("evaluate", sheet, "--format", "json").stdout)
    assert told["precision"]["value"] == 1.0 and told["unmarked"] == 0
    assert told["recall"]["value"] == round(told["marked"] / (told["marked"] + told["sentences"]), 4)
    again = tmp_path / "again.tsv"
    run("evaluate", "-g", graph_folder, "--sample", 3, "-o", again)
    assert again.read_text() == before, "the same graph gives the same sample"


def test_a_spreadsheet_may_have_changed_the_sheet(graph_folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("evaluate", "-g", graph_folder, "--sample", 3, "-o", sheet)
    mark(sheet, lambda row: "" if row["subject"] == MISSED else "w", delimiter=";")
    sheet.write_text(sheet.read_text(), encoding="utf-16", newline="\r\n")
    found = review(read_sheet(sheet))
    assert found.precision is not None and found.precision.value == 0.0
    assert found.recall is None, "no sentence is marked whole"


def test_a_sheet_with_marks_is_not_overwritten(graph_folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.tsv"
    sheet.write_text("marks")
    assert "name another file" in run("evaluate", "-g", graph_folder, "--sample", 3, "-o", sheet, code=1).stderr
    assert sheet.read_text() == "marks"


@pytest.mark.parametrize(("mark_", "message"), [("maybe", "'maybe' is no mark"), ("right", "'right' is no number")])
def test_a_wrong_mark_is_named_with_its_line(tmp_path: Path, mark_: str, message: str) -> None:
    fact = "a1" if "mark" in message else ""
    row = [mark_, "Ann", "leave", "Oslo", "asserted", "", "Ann left Oslo.", "a.txt", "3f9a:0", fact]
    (tmp_path / "sheet.tsv").write_text("\t".join(COLUMNS) + "\n" + "\t".join(row) + "\n")
    with pytest.raises(EvaluationError, match=f"line 2: {message}"):
        read_sheet(tmp_path / "sheet.tsv")


def test_usage_says_what_belongs_together(graph_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text(GOLD)
    assert "either --sample N" in run("evaluate", code=2).stderr
    assert "belong to a gold file" in run("evaluate", "-g", graph_folder, "--sample", 3, "--show", code=2).stderr
    assert "belong to --sample" in run("evaluate", tmp_path / "gold.txt", "--all", code=2).stderr


def test_sentences_not_marked_whole_tell_nothing_of_recall() -> None:
    whole = Sentence([("asserted", 1.0), ("reported", 0.0)], missed=1)
    found = review([whole, Sentence([("asserted", 1.0), ("asserted", None)], missed=5), Sentence([], missed=None)])
    assert found.recall is not None and found.recall.value == 0.5
    assert found.precision is not None and found.precision.value == pytest.approx(2 / 3, abs=1e-4)
    assert (found.marked, found.unmarked, found.sentences) == (3, 1, 1)
    assert set(found.by_status) == {"asserted", "reported"}


def test_facts_of_one_sentence_count_for_less_than_as_many_of_several() -> None:
    clustered, spread = estimate_share([(4, 4), (0, 4)]), estimate_share([(1, 1)] * 4 + [(0, 1)] * 4)
    assert clustered is not None and spread is not None
    assert clustered.value == spread.value and clustered.low < spread.low
    assert estimate_share([]) is None and wilson(0.0, 0).high == 1.0
