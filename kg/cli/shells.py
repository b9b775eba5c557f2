"""Shell completion: the command that prints the script, and what completes names from the graph.

Only names are read, by index: no language model, and none of the assertions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

if TYPE_CHECKING:
    from kg.store import Store

_SHELLS = ("bash", "zsh", "fish")
_MOST = 200
Names = Iterable[tuple[str, str]]
"""What can be typed, with what it stands for."""


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the script that makes a shell complete commands, entities, relations, documents and queries.

    For bash, read it in ~/.bashrc; for zsh, keep it as _kg in a folder of your $fpath; for fish, in
    ~/.config/fish/completions. Names come from the graph of -g or $KG_GRAPH, else ./graph.kg.

    \b
    Example:
      source <(kg completion bash)
      kg completion zsh > _kg
      kg completion fish > kg.fish
    """
    root = click.get_current_context().find_root()
    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - click has all three
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(root.command, {}, "kg", "_KG_COMPLETE").source())


def complete_entity(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the slugs of the entities that begin so, else have a word that does, with their labels."""
    return _complete(context, _entity_names, incomplete.removeprefix("ent:"))


def complete_document(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the sources of the documents that begin so, else have a part that does."""
    return _complete(context, _document_names, incomplete)


def complete_fact(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return entities for the first and third word, relations for the second."""
    given = len(context.params.get("words") or ())
    return _complete(context, _relation_names if given == 1 else _entity_names, incomplete)


def complete_query(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of the sample queries, and for their values entities."""
    given = context.params.get("words") or ()
    if given and given != ("@",):
        return complete_entity(context, parameter, incomplete)
    from kg.graph.queries import read_queries

    # bash takes "@" for a word of its own, so what follows it may come without.
    sign = "" if given else "@"
    names = [(f"{sign}{query.name}", query.title) for query in read_queries().values()]
    return _fitting(names, incomplete)


def _complete(context: click.Context, read: Callable[[Path], Names], incomplete: str) -> list[CompletionItem]:
    from kg.cli.options import find_graph
    from kg.errors import KGError

    graph = context.params.get("graph") or find_graph(context, None, None)
    try:
        return _fitting(read(Path(graph)), incomplete)
    except KGError:  # no graph: nothing to complete
        return []


def _fitting(names: Names, incomplete: str) -> list[CompletionItem]:
    """Return the names that begin so; if there are none, those in which a word does."""
    wanted, all_names = incomplete.casefold(), list(names)
    begin = [item for item in all_names if item[0].casefold().startswith(wanted)]
    inside = [item for item in all_names if any(f"{mark}{wanted}" in item[0].casefold() for mark in "-/")]
    return [CompletionItem(name, help=meaning) for name, meaning in (begin or inside)[:_MOST]]


def _open_store(graph: Path) -> Store:
    from kg.graph import open_graph

    return open_graph(graph).store


def _entity_names(graph: Path) -> Names:
    """Return slugs and labels, people and places before concepts."""
    from kg import vocabulary as v
    from kg.model import EntityType

    store = _open_store(graph)
    described = store.quads(graph=v.ENTITIES_GRAPH, predicate=v.LABEL)
    labels = {quad.subject.value: quad.object.value for quad in described}  # type: ignore[union-attr]
    concept = v.CLASSES[EntityType.CONCEPT]
    concepts = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in store.quads(graph=v.ENTITIES_GRAPH, predicate=v.TYPE, object=concept)
    }
    ordered = sorted(labels, key=lambda iri: (iri in concepts, iri))
    return [(iri.removeprefix(store.namespaces.entity), labels[iri]) for iri in ordered]


def _relation_names(graph: Path) -> Names:
    from kg.graph.lookup import read_relations

    store = _open_store(graph)
    relations = read_relations(store, store.namespaces)
    return [(relation.id.removeprefix("rel:"), relation.label) for relation in relations]


def _document_names(graph: Path) -> Names:
    from kg import vocabulary as v

    return sorted((quad.object.value, "") for quad in _open_store(graph).quads(predicate=v.SOURCE))  # type: ignore[union-attr]
