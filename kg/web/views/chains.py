"""How two entities hang together: chains of facts, each step with its quotes."""

from __future__ import annotations

from kg.graph.paths import Hop, find_paths, make_chain
from kg.model import Entity
from kg.projection import SHOWN
from kg.web.state import State
from kg.web.views.parts import Json, assertion_parts, thing_part


def chains(state: State, ends: tuple[Entity, Entity], *, max_length: int, limit: int) -> Json:
    """Return the shortest chains of facts between two entities, of at most `max_length` steps, or why there is none."""
    start, end = ends
    if start == end:
        return _none(f"{start.label} is one entity, and needs no chain to itself.")
    namespace = state.store.namespaces.entity
    paths = find_paths(state.paths, namespace, ends, max_length=max_length, limit=limit)
    if paths.shortest is None:
        return _none(f"No chain of facts joins {start.label} and {end.label}.")
    if not paths.found:
        return _none(f"The shortest chain from {start.label} to {end.label} has {paths.shortest} steps.")
    by_iri = {iri: state.entities[f"ent:{iri.removeprefix(namespace)}"] for path in paths.found for iri in path}
    made = (make_chain(state.store, state.settings, by_iri, path, SHOWN) for path in paths.found)
    return {"chains": [{"hops": [_hop(state, hop) for hop in chain.hops]} for chain in made]}


def _hop(state: State, hop: Hop) -> Json:
    facts = [assertion.id for assertion in hop.assertions]
    return {"start": thing_part(hop.start), "end": thing_part(hop.end), "assertions": assertion_parts(state, facts)}


def _none(note: str) -> Json:
    return {"chains": [], "note": note}
