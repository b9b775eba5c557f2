"""The command that measures: a benchmark, or a sample of the user's own graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option

if TYPE_CHECKING:
    from kg.evaluation.benchmarks import Result
    from kg.evaluation.figures import Share
    from kg.evaluation.sheets import Review

_SHEET = "sample.tsv"
_STATED = ("asserted", "reported")
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", required=False, type=_FILE, metavar="[FILE]")
@graph_option
@click.option(
    "--sample",
    "count",
    type=click.IntRange(1),
    metavar="N",
    help="Write a sheet of N facts of the graph, or some more, to mark.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="SHEET",
    help=f"With --sample: where the sheet goes; else {_SHEET}.",
)
@click.option("--seed", default="", metavar="WORD", help="With --sample: another word draws another sample.")
@click.option(
    "--all", "everything", is_flag=True, help="With --sample: every status, what is denied, planned or wished as well."
)
@click.option(
    "--extractions", type=_FILE, metavar="FILE", help="Score these extractions instead of running the extractor."
)
@click.option("--show", is_flag=True, help="List what a benchmark calls wrong or missed, sentence by sentence.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def evaluate(
    file: Path | None, graph: Path, count: int | None, output: Path | None, seed: str, everything: bool,
    extractions: Path | None, show: bool, form: str,
) -> None:  # fmt: skip
    """Measure how good the facts are: on a sample of your own graph, or on a benchmark.

    --sample draws sentences of the graph at random and writes their facts to a sheet of
    tab-separated values. In its first column mark each fact right, wrong or half (r, w, h), and in
    the last row of each sentence the number of facts it states that are not listed. The command
    then reads the sheet back and tells precision and recall, with 95 % intervals. FILE may also be
    the gold file of a benchmark in the format of BenchIE or CaRB.

    \b
    Example:
      kg evaluate --sample 100
      kg evaluate sample.tsv
      kg evaluate gold.txt --show
      kg evaluate gold.tsv --extractions theirs.tsv
    """
    if (count is None) == (file is None):
        raise click.UsageError("give either --sample N, to draw a sheet, or FILE: a marked sheet, or a gold file")
    if file is None:
        if extractions is not None or show:
            raise click.UsageError("--extractions and --show belong to a gold file, not to --sample")
        _write_sample(graph, count or 0, output or Path(_SHEET), seed, everything=everything)
        return
    if output is not None or seed or everything:
        raise click.UsageError("--output, --seed and --all belong to --sample, not to a file")
    _score(file, extractions, form, show=show)


def _write_sample(graph: Path, count: int, path: Path, seed: str, *, everything: bool) -> None:
    from kg.archive import open_archive
    from kg.cli.printing import note
    from kg.evaluation.sheets import draw, write_sheet
    from kg.graph import open_graph
    from kg.graph.wording import plural

    assertions = open_graph(graph).assertions(status=None if everything else _STATED)
    with open_archive(graph) as archive:
        samples = draw(archive.pairs(), assertions, count, seed=seed)
    write_sheet(path, samples)
    facts = sum(len(sample.facts) for sample in samples)
    click.echo(f"{path}: {plural(facts, 'fact')} of {plural(len(samples), 'sentence')}")
    note(
        "Mark each fact right, wrong or half, and count what each sentence states and the graph lacks; "
        f"then: kg evaluate {path}"
    )


def _score(file: Path, extractions: Path | None, form: str, *, show: bool) -> None:
    from kg.evaluation.benchmarks import evaluate as evaluate_benchmark
    from kg.evaluation.files import read_text
    from kg.evaluation.sheets import is_sheet, read_sheet, review

    if not is_sheet(read_text(file)):
        _print_result(evaluate_benchmark(file, extractions), form, show=show)
        return
    if extractions is not None or show:
        raise click.UsageError(f"{file} is a sheet of kg evaluate: --extractions and --show belong to gold files")
    _print_review(review(read_sheet(file)), form)


def _print_result(result: Result, form: str, *, show: bool) -> None:
    from kg.cli.printing import note

    for problem in result.problems:
        note(problem)
    if form == "json":
        told = {"benchmark": result.benchmark, **result.figures, **result.counts}
        click.echo(json.dumps(told | ({"lines": list(result.explanations)} if show else {})))
        return
    for line in result.explanations if show else ():
        click.echo(line)
    click.echo(f"{result.benchmark}: {', '.join(f'{count:,} {name}' for name, count in result.counts.items())}")
    for name, figure in result.figures.items():
        click.echo(f"{name:<10} {figure:.3f}")


def _print_review(found: Review, form: str) -> None:
    from kg.cli.printing import note
    from kg.graph.wording import plural

    if form == "json":
        click.echo(json.dumps(asdict(found)))
        return
    rows = [("precision", found.precision), *((f"  {name}", share) for name, share in found.by_status.items())]
    for name, share in (*rows, ("recall", found.recall)):
        click.echo(f"{name:<14} {_tell(share)}")
    click.echo(
        f"from {plural(found.marked, 'fact')} marked, recall from {plural(found.sentences, 'sentence')} marked whole"
    )
    if found.unmarked:
        note(f"{plural(found.unmarked, 'fact')} without a mark: left out, and the sentences they stand in from recall")


def _tell(share: Share | None) -> str:
    return "nothing is marked" if share is None else f"{share.value:.3f}  (95 %: {share.low:.3f} to {share.high:.3f})"
