"""The commands by which a person decides what is one, what is two, what is wrong and what was missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.building import finish
from kg.cli.options import STDIN, Command, graph_option, read_names, workers_option
from kg.cli.shells import complete_document, complete_entity, complete_fact

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.model import Assertion
    from kg.pipeline.deciding import Decided, State

_MODALITIES = "certain probable possible planned wanted required conditional asked attempted".split()


def decision_options(command: Command) -> Command:
    """Add what all commands that decide have in common."""
    note = click.option("--no-build", is_flag=True, help="Only note it; the next build or kg rebuild follows it.")
    return graph_option(note(workers_option(command)))


def in_option(command: Command) -> Command:
    """Add `--in`."""
    option = click.option(
        "--in", "documents", multiple=True, metavar="DOC", shell_complete=complete_document,
        help="Only the A of this document; given twice, the second is for B.",
    )  # fmt: skip
    return option(command)


@click.command()
@click.argument("a", metavar="A", shell_complete=complete_entity)
@click.argument("b", metavar="B", shell_complete=complete_entity)
@in_option
@decision_options
def same(a: str, b: str, documents: tuple[str, ...], graph: Path, workers: int | None, no_build: bool) -> None:
    """Decide that two names are one person, place or thing.

    The decision goes to decisions.yaml in the graph folder, and each build follows it. Delete its
    line to undo it, then run kg rebuild: the graph is as it was before.

    \b
    Example:
      kg same "Security Council" "United Nations Security Council"
      kg same Solovyov "Dmitri Solovyov" --in wire-briefs.jsonl#2015-05-18-astana
    """
    from kg.graph.deciding import make_same

    _check_documents(documents)
    decided = _decide(graph, lambda state: [make_same(state, (a, b), documents)], workers, no_build)
    _print_decided(decided, "{0} and {1} are one from now on", no_build=no_build)


@click.command()
@click.argument("a", metavar="A", shell_complete=complete_entity)
@click.argument("b", metavar="B", shell_complete=complete_entity)
@in_option
@decision_options
def different(a: str, b: str, documents: tuple[str, ...], graph: Path, workers: int | None, no_build: bool) -> None:
    """Decide that two names are never one thing, whatever speaks for it.

    Two people of one name in two articles are told apart by --in for each of them.

    \b
    Example:
      kg different "Shinwa Motors" "Shinwa Heavy Machinery"
      kg different Solovyov Solovyov --in reykjavik-climate.txt --in wire-briefs.jsonl#2015-05-18-astana
    """
    from kg.graph.deciding import make_different

    _check_documents(documents)
    decided = _decide(graph, lambda state: [make_different(state, (a, b), documents)], workers, no_build)
    _print_decided(decided, "{0} and {1} are two from now on", no_build=no_build)


@click.command()
@click.argument(
    "words", nargs=-1, required=True, metavar="(ASSERTION | SUBJECT PREDICATE [OBJECT])", shell_complete=complete_fact
)
@click.option("--all", "everything", is_flag=True, help="All assertions that the words mean, not just one.")
@decision_options
def wrong(words: tuple[str, ...], everything: bool, graph: Path, workers: int | None, no_build: bool) -> None:
    """Decide that a sentence does not state an assertion; it leaves the graph.

    An assertion is named by its identifier, as kg show and kg why print it, or by subject, predicate
    and object, as for kg why; - reads them from standard input. The decision names the sentence, so
    it holds after other parts of the article were edited.

    \b
    Example:
      kg wrong Russia oppose "further sanctions against Iran"
      kg wrong "Severgaz | be | Russian energy company" --all
      echo "Russia | veto | three resolutions on Syria" | kg wrong -
    """
    from kg.graph import open_graph
    from kg.graph.deciding import make_wrong

    if len(words) > 3:
        raise click.UsageError("give an identifier, or SUBJECT PREDICATE OBJECT (quote names of several words)")
    asked = [(line,) for line in read_names(words)] if words == (STDIN,) else [words]
    opened = open_graph(graph)
    found = [assertion for fact in asked for assertion in _choose(opened.why(*fact), everything)]
    opened.close()
    decided = _decide(graph, lambda state: _unique([make_wrong(state, one) for one in found]), workers, no_build)
    _print_decided(decided, "{0} is wrong from now on", no_build=no_build)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SUBJECT PREDICATE [OBJECT]", shell_complete=complete_fact)
@click.option("--document", required=True, metavar="DOC", shell_complete=complete_document, help="Where it is stated.")
@click.option("--sentence", required=True, metavar="WORDS", help="The sentence that states it, or a part of it.")
@click.option("--phrase", metavar="WORDS", help='The words that state the predicate; "..." parts those not adjacent.')
@click.option("--polarity", type=click.Choice(["positive", "negative"]), default="positive", show_default=True)
@click.option("--modality", default="certain", show_default=True, type=click.Choice(_MODALITIES))
@click.option("--by", metavar="SOURCE", help="Who says so, in words of the sentence; else the text itself.")
@decision_options
def missed(
    words: tuple[str, ...], document: str, sentence: str, phrase: str | None, polarity: str, modality: str,
    by: str | None, graph: Path, workers: int | None, no_build: bool,
) -> None:  # fmt: skip
    """Add a fact that a sentence states and the graph lacks.

    SUBJECT and OBJECT have to be words of the sentence. PREDICATE is a relation as kg show names it
    ("oppose"); where the sentence has other words for it, give those with --phrase.

    \b
    Example:
      kg missed Putin meet Clinton --document vladivostok-summit.txt --sentence "at dinner" --phrase "spoke with her"
    """
    from kg.graph.deciding import Statement, make_missed
    from kg.model import Modality, Polarity

    if len(words) == 1:
        words = tuple(part.strip() for part in words[0].split(" | "))
    if not 2 <= len(words) <= 3:
        raise click.UsageError("give SUBJECT PREDICATE OBJECT (quote names of several words), or leave out OBJECT")
    subject, predicate, obj = [*words, None][:3]
    statement = Statement(
        subject or "", predicate or "", obj, phrase, Polarity(polarity), Modality(modality), by
    )  # fmt: skip
    decided = _decide(graph, lambda state: [make_missed(state, document, sentence, statement)], workers, no_build)
    _print_decided(decided, "{0} is in the graph from now on", no_build=no_build)


def _check_documents(documents: Sequence[str]) -> None:
    if len(documents) > 2:
        raise click.UsageError("--in can be given twice: for A, then for B")


def _decide(graph: Path, choose: Callable[[State], Sequence[Decision]], workers: int | None, no_build: bool) -> Decided:
    from kg.cli.printing import show_progress
    from kg.pipeline.deciding import decide

    with show_progress() as progress:
        return decide(graph, choose, build=not no_build, workers=workers, progress=progress)


def _choose(found: Sequence[Assertion], everything: bool) -> Sequence[Assertion]:
    """Return the assertions meant; an error that lists them if they are several and one is wanted."""
    from kg.errors import DecisionError
    from kg.graph.wording import describe

    if len({(one.sentence, one.predicate, one.subject, one.object) for one in found}) <= 1 or everything:
        return found
    lines = [f"  {one.id[:12]}  {describe(one)}  ({one.source}: {one.sentence})" for one in found]
    raise DecisionError("\n".join([f"that is said {len(found)} times; name one by its identifier, or --all:", *lines]))


def _unique(decisions: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(decisions))


def _print_decided(decided: Decided, message: str, *, no_build: bool) -> None:
    """Write what was decided, what it changed and how to undo it."""
    from kg.cli.printing import note, print_warnings
    from kg.graph.wording import plural

    for decision, line, was_known in decided.decisions:
        told = message.format(*tell(decision))
        click.echo(f"{told} (line {line} of {decided.file} says so already)" if was_known else told)
    if no_build:
        note("The graph is as it was; the next kg build or kg rebuild follows it.")
    else:
        click.echo(f"{plural(decided.changed, 'assertion')} changed")
    lines = [str(line) for _, line, was_known in decided.decisions if not was_known]
    if lines:
        many = "lines" if len(lines) > 1 else "line"
        note(f"To undo it, delete {many} {', '.join(lines)} of {decided.file}, then: kg rebuild")
    if decided.report is not None:
        print_warnings(decided.report.warnings)
        finish(decided.report.left_out)


def tell(decision: Decision) -> tuple[str, ...]:
    """Return the names of a decision, or its fact, in words."""
    from kg.decisions import Different, Same

    if isinstance(decision, Same | Different):
        return str(decision.left), str(decision.right)
    return (" | ".join(part for part in (decision.subject, decision.predicate, decision.object) if part is not None),)
