"""Scores a file in the format of BenchIE or CaRB: runs the extractor on its sentences, or reads extractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation import benchie, carb
from kg.evaluation.files import read_text


@dataclass(frozen=True)
class Result:
    """Figures by name, from 0 to 1; counts; lines that tell what is wrong and missed; what could not be read."""

    benchmark: str
    figures: dict[str, float]
    counts: dict[str, int]
    explanations: tuple[str, ...]
    problems: tuple[str, ...]


def find_format(text: str) -> str | None:
    """Return "benchie" or "carb" for the text of a gold file; None if it is neither.

    >>> find_format("sent_id:1\\tClinton met Putin .\\n"), find_format("Clinton met Putin .\\tmet\\tClinton\\tPutin\\n")
    ('benchie', 'carb')
    """
    first = next((line for line in text.split("\n") if line.strip()), "")
    if first.startswith("sent_id:"):
        return "benchie"
    return "carb" if first.count("\t") >= 2 else None


def evaluate(gold: Path, extractions: Path | None = None) -> Result:
    """Return the score of the extractor on the sentences of a gold file, or that of a file of extractions.

    Raises `EvaluationError` for a file that is neither BenchIE's nor CaRB's.
    """
    found = find_format(read_text(gold))
    if found is None:
        raise EvaluationError(
            f"{gold} is no sheet of kg evaluate --sample, no BenchIE gold (lines sent_id:...) and no CaRB gold "
            "(lines of sentence, tab, relation, tab, arguments)"
        )
    return _evaluate_benchie(gold, extractions) if found == "benchie" else _evaluate_carb(gold, extractions)


def _evaluate_benchie(path: Path, extractions: Path | None) -> Result:
    gold = benchie.read_gold(path)
    text, name = _read_or_extract(extractions, gold.sentences.items(), "minimal")
    ours, problems = benchie.read_extractions(text, name)
    score = benchie.score(gold, ours)
    return Result(
        "BenchIE", {"precision": score.precision, "recall": score.recall, "F1": score.f1},
        {"sentences": len(gold.facts), "facts": score.facts, "found": score.found, "extractions": score.extractions,
         "wrong": score.wrong},
        tuple(benchie.explain(gold, ours)), (*gold.problems.lines, *problems.lines),
    )  # fmt: skip


def _evaluate_carb(path: Path, extractions: Path | None) -> Result:
    gold = carb.read_gold(path)
    text, name = _read_or_extract(extractions, gold.sentences.items(), "maximal")
    ours, problems = carb.read_extractions(text, name)
    score = carb.score(gold, ours)
    best = score.best
    figures = {"precision": best.precision, "recall": best.recall, "F1": best.f1, "AUC": score.auc}
    counts = {"sentences": score.sentences, "tuples": score.tuples, "extractions": score.extractions}
    explanations = tuple(carb.explain(gold, ours))
    return Result("CaRB", figures, counts, explanations, (*gold.problems.lines, *problems.lines))


def _read_or_extract(extractions: Path | None, sentences: Iterable[tuple[str, str]], style: str) -> tuple[str, str]:
    """Return lines of extractions, and the name of where they come from."""
    if extractions is not None:
        return read_text(extractions), str(extractions)
    from kg.openie import extract_lines

    lines = (f"{name}\t{' '.join(sentence.split())}" for name, sentence in sentences)
    return "\n".join(extract_lines(lines, style=style, pretokenized=True)), "the extractor"
