"""`kg review`: asks a person about doubtful merges and near misses, the evidence side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, limit_option, workers_option

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.pipeline.deciding import State
    from kg.pipeline.reviewing import Question, Side

_KEYS = {"s": "same", "d": "different", "k": "skip", "q": "quit", "": "skip"}
_PROMPT = "[s]ame  [d]ifferent  [k] skip (or Enter)  [q]uit ? "
# Narrower terminals have the two sides one below the other.
_NARROWEST = 80


@click.command()
@graph_option
@limit_option(20, "How many questions.")
@click.option("--list", "is_list", is_flag=True, help="Print the questions, and ask nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True,
              help="With --list: as a list in JSON, or one object a line.")  # fmt: skip
@workers_option
def review(graph: Path, limit: int, is_list: bool, form: str, workers: int | None) -> None:
    """Go through doubtful merges and near misses, and decide: same, different, or skip.

    The questions on which most assertions hang come first; each shows a sentence of both names. Keys:
    s same, d different, k or Enter skip, q quit; what was decided before is not asked again. The graph
    is derived once, at the end. Without a terminal, keys are read from standard input, one a line.

    \b
    Example:
      kg review
      kg review --list --limit 5
      kg review --list --format jsonl
    """
    from kg.cli.printing import note
    from kg.pipeline.deciding import read_state
    from kg.pipeline.reviewing import find_questions

    if form != "text" and not is_list:
        raise click.UsageError(f"--format {form} needs --list")
    state = read_state(graph)
    found = find_questions(state)
    questions = found[:limit]
    more = f"{len(found) - limit:,} more; --limit shows more of them" if len(found) > limit else ""
    if more and form == "text":
        note(more)
    if is_list:
        _print_list(questions, form)
    elif not questions:
        note("No name is in doubt; kg same and kg different decide on others")
    else:
        _ask_all(state, questions, graph, workers)


def _print_list(questions: list[Question], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_record(question) for question in questions], ensure_ascii=False, indent=2))
    for number, question in enumerate(questions, start=1):
        if form == "jsonl":
            click.echo(json.dumps(_record(question), ensure_ascii=False))
        elif form == "text":
            _print_question(question, number, len(questions))


def _record(question: Question) -> dict[str, object]:
    """Return a question as one object."""
    return {
        "merged": question.merged, "score": question.score, "weight": question.weight,
        "reasons": list(question.reasons), "left": _side_record(question.left), "right": _side_record(question.right),
    }  # fmt: skip


def _side_record(side: Side) -> dict[str, object]:
    reference, document = side.reference, side.document
    return {
        "name": reference.name, "type": reference.type, "document": reference.document,
        "entity": f"ent:{side.entity.slug}", "assertions": side.assertions, "source": document.source,
        "published": document.published, "sentence": side.sentence.quote(document.text), "start": side.sentence.start,
        "end": side.sentence.end, "span": [[span.start, span.end] for span in side.mention.spans],
    }  # fmt: skip


# Asking


def _ask_all(state: State, questions: list[Question], graph: Path, workers: int | None) -> None:
    """Ask, writing each decision at once, so that none is lost; then derive the graph."""
    from kg.cli.printing import note

    chosen: list[Decision] = []
    try:
        for number, question in enumerate(questions, start=1):
            click.echo()
            _print_question(question, number, len(questions))
            if not _ask(question, chosen, graph):
                break
    except KeyboardInterrupt:
        if chosen:
            note(f"\n{len(chosen)} decided; the next kg build or kg rebuild follows that.")
        raise
    if chosen:
        _follow(state, chosen, graph, workers)
    else:
        note("Nothing was decided.")


def _ask(question: Question, chosen: list[Decision], graph: Path) -> bool:
    """Ask until the answer can stand, write it, and add it to what was chosen; False to quit."""
    from kg.cli.printing import note
    from kg.errors import DecisionError, GraphLocked
    from kg.pipeline.deciding import note_decision
    from kg.pipeline.reviewing import answer

    while True:
        key = _read_key()
        if key in (None, "quit"):
            return False
        if key == "skip":
            return True
        decision = answer(question, same=key == "same")
        try:
            note_decision(graph, decision)
        except (DecisionError, GraphLocked) as error:
            note(f"{error}; or skip it with k")
            continue
        chosen.append(decision)
        return True


def _read_key() -> str | None:
    """Return what a key says; None at the end of input."""
    from kg.cli.printing import note

    while True:
        click.echo(_PROMPT, nl=False, err=True)
        if sys.stdin.isatty():
            try:
                typed = click.getchar()
            except EOFError:
                return None
            click.echo(typed.strip(), err=True)
        else:
            line = sys.stdin.readline()
            click.echo(err=True)
            if not line:
                return None
            typed = line
        key = _KEYS.get(typed.strip().lower()[:1])
        if key is not None:
            return key
        note("the keys are s, d, k and q")


def _follow(state: State, chosen: list[Decision], graph: Path, workers: int | None) -> None:
    from kg.cli.building import finish
    from kg.cli.deciding import tell
    from kg.cli.printing import note, print_warnings, show_progress
    from kg.decisions import Same
    from kg.graph.wording import plural
    from kg.pipeline.deciding import decide

    with show_progress() as progress:
        decided = decide(graph, lambda _: chosen, before=state.dataset, workers=workers, progress=progress)
    click.echo()
    for decision, line, _ in decided.decisions:
        what = "one" if isinstance(decision, Same) else "two"
        click.echo(f"line {line}: {' and '.join(tell(decision))} are {what} from now on")
    click.echo(f"{plural(decided.changed, 'assertion')} changed")
    note(f"To undo one, delete its line of {decided.file}, then: kg rebuild")
    if decided.report is not None:
        print_warnings(decided.report.warnings)
        finish(decided.report.left_out)


# Showing


def _print_question(question: Question, number: int, total: int) -> None:
    from kg.graph.wording import plural

    now = "one thing now, doubtfully" if question.merged else "two things now, nearly one"
    smaller = min(question.left.assertions, question.right.assertions)
    told = f"{number} of {total} · {now} · score {question.score:.2f} · {plural(smaller, 'assertion')} at stake"
    click.echo(click.style(told, bold=True))
    for reason in question.reasons:
        click.echo(f"  because: {reason}")
    sides = (("A", question.left), ("B", question.right))
    if sys.stdout.isatty() and _width() >= _NARROWEST:
        _print_beside(sides)
        return
    for letter, side in sides:
        for place, line in enumerate(_lines(side)):
            click.echo(f"  {letter if place == 0 else ' '}  {line}")


def _lines(side: Side) -> list[str]:
    """Return name and type, the sentence with the mention marked, and where it stands."""
    from kg.cli.printing import is_colourful, mark
    from kg.graph.wording import plural

    document = side.document
    sentence = mark(
        side.sentence.quote(document.text), side.mention.spans, side.sentence.start, colour=is_colourful()
    )  # fmt: skip
    published = f" ({document.published})" if document.published else ""
    name = click.style(side.reference.name, bold=True)
    about = f"{name} ({side.entity.type.value}, ent:{side.entity.slug}) · {plural(side.assertions, 'assertion')}"
    return [about, " ".join(sentence.split()), f"{document.source}{published}"]


def _print_beside(sides: tuple[tuple[str, Side], ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2), expand=True)
    for _ in sides:
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*(Text.from_ansi(f"{letter}  " + "\n".join(_lines(side))) for letter, side in sides))
    console.print(table)


def _width() -> int:
    from rich.console import Console

    return Console().width
