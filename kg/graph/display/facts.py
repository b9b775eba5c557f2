"""Displays of assertions, facts, chains and differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph.answers import Assertions, Chains
from kg.graph.differences import Differences, FactChange, FactKind, Overview
from kg.graph.display.markup import Child, Html, join, join_with, tag
from kg.graph.display.pieces import (
    ROWS,
    badge,
    block,
    code,
    heading,
    keep_together,
    list_some,
    name_entity,
    quote,
    rest,
    shorten,
    small,
    small_line,
    table,
)
from kg.graph.facts import Facts
from kg.graph.paths import Chain, Hop
from kg.graph.wording import capitalise, plural, tell_document, tell_elsewhere, tell_entities, tell_fields
from kg.model import Assertion, Entity, Status

_HEAD = ("status", "fact", "sentence")
_MORE = "; slice or filter the list, or .df() gives all"
_NAMES = 12
_REASONS = 3


def show_assertion(assertion: Assertion) -> Html:
    """Return one assertion: the fact, its status, the sentence, and where all that comes from."""
    details = f"{assertion.polarity.value}, {assertion.modality.value}, confidence {assertion.confidence:.2f}"
    return block(
        tag("div", _say(assertion), " ", badge(assertion.status), " ", small(details)),
        tag("blockquote", quote(assertion), style="margin:.4em 0 .4em 1em;padding:0;border:0;color:inherit"),
        small_line(_circumstances(assertion), _separate(assertion), _source(assertion), f" · characters "
                   f"{assertion.start}-{assertion.end}"),
    )  # fmt: skip


def show_assertions(assertions: Assertions) -> Html:
    """Return a list of assertions as a table."""
    return block(small_line(plural(len(assertions), "assertion")), _tabulate(assertions, _MORE))


def show_facts(facts: Facts) -> Html:
    """Return what is said of an entity, as subject, as object and inside other names."""
    groups = (("As subject", facts.as_subject), ("As object", facts.as_object), ("Inside other names", facts.in_part))
    counts = ((status, sum(fact.status is status for fact in facts)) for status in Status)
    told = join_with(" ", (join(badge(status), f" {count:,}") for status, count in counts if count))
    return block(
        describe_entity(facts.entity),
        tag("div", told or "nothing is said of it", style="margin:.3em 0"),
        *(join(heading(f"{name} ({len(group):,})"), _tabulate(group, "; .df() gives all")) for name, group in groups
          if group),
    )  # fmt: skip


def show_entity(entity: Entity) -> Html:
    """Return an entity: its names, what its name mentions, and why its names are one."""
    return block(describe_entity(entity))


def describe_entity(entity: Entity) -> Html:
    """Return the lines that tell what an entity is."""
    lines = [tag("div", name_entity(entity))]
    if entity.names:
        lines.append(small_line("also ", list_some(entity.names, _NAMES)))
    if entity.parts:
        parts = [code(f"ent:{part}") for part in entity.parts]
        lines.append(small_line("its name mentions ", list_some(parts, _NAMES)))
    if entity.reasons:
        reasons = [shorten(reason) for reason in entity.reasons[:_REASONS]]
        more = len(entity.reasons) - len(reasons)
        lines += [small_line("because ", reason) for reason in reasons]
        lines += [small_line(f"and {more:,} reasons more")] if more > 0 else []
    return join(*lines)


def show_chain(chain: Chain) -> Html:
    """Return a chain of facts in a line, and the surest fact of each step with its sentence."""
    return block(_draw(chain))


def show_chains(chains: Chains) -> Html:
    """Return chains one below the other."""
    return block(*map(_draw, chains[:ROWS]), rest(len(chains) - ROWS))


def show_differences(differences: Differences) -> Html:
    """Return what changed from one graph to another."""
    return show_overview(differences.overview())


def show_overview(overview: Overview) -> Html:
    """Return what changed from one graph to another."""
    documents = [(change.kind.value, tell_document(change)) for change in overview.documents]
    entities = [(change.kind.value, tell_entities(change)) for change in overview.entities]
    return block(
        tag("div", tag("b", capitalise(str(overview)))),
        _list_changes("Documents", documents), _list_changes("Entities", entities),
        *(_list_facts(kind, changes, overview.totals[kind]) for kind, changes in overview.facts.items()),
    )  # fmt: skip


def _tabulate(assertions: Sequence[Assertion], more: str) -> Html:
    shown = assertions[:ROWS]
    rows = [
        (
            badge(fact.status),
            join(_say(fact), small_line(_circumstances(fact))),
            join(quote(fact), small_line(_source(fact))),
        )
        for fact in shown
    ]
    return join(table(_HEAD, rows), rest(len(assertions) - len(shown), more))


def _say(assertion: Assertion) -> Html:
    """Return subject, predicate and object of an assertion; their identifiers show when pointed at."""
    parts: list[Child] = [
        tag("b", shorten(assertion.subject), title=assertion.subject_id),
        tag("i", shorten(assertion.predicate), title=assertion.predicate_id),
    ]
    if assertion.object is not None:
        parts.append(tag("b", shorten(assertion.object), title=assertion.object_id or ""))
    return join_with(" ", parts)


def _circumstances(assertion: Assertion) -> Html:
    """Return who says so, when and where it happened, as far as known."""
    chain = assertion.attribution_chain
    said = f"according to {', quoted by '.join(map(shorten, reversed(chain)))}" if chain else None
    place = f"in {shorten(assertion.place)}" if assertion.place else None
    happened = " ".join(filter(None, [assertion.time, place]))
    return join_with(" · ", [said, happened])


def _separate(assertion: Assertion) -> str:
    return " · " if _circumstances(assertion) else ""


def _source(assertion: Assertion) -> Html:
    """Return the document, its date, whether a person added the fact, and the identifier."""
    published = keep_together(f"({assertion.published})") if assertion.published else None
    source = join_with(" ", [shorten(assertion.source), published])
    added = "added by kg missed" if assertion.is_decided else None
    return join_with(" · ", [source, added, code(assertion.id[:12])])


def _draw(chain: Chain) -> Html:
    line: list[Child] = [tag("b", shorten(chain.hops[0].start.label))]
    for hop in chain.hops:
        line += [" ", _draw_arrow(hop), " ", tag("b", shorten(hop.end.label))]
    return join(tag("div", *line, style="margin:.5em 0 .2em"), table((), map(_step, chain.hops)))


def _draw_arrow(hop: Hop) -> Html:
    """Return the surest fact of a step, as an arrow that points from its subject to its object."""
    if not hop.assertions:
        return join("~")
    fact = hop.assertions[0]
    told = small(tag("i", shorten(fact.predicate)))
    return join("— ", told, " →") if fact.subject_id == f"ent:{hop.start.slug}" else join("← ", told, " —")


def _step(hop: Hop) -> Sequence[Child]:
    if not hop.assertions:
        whole, part = (hop.start, hop.end) if hop.end.slug in hop.start.parts else (hop.end, hop.start)
        return "", small(f"the name “{shorten(whole.label)}” holds {shorten(part.label)}"), ""
    fact = hop.assertions[0]
    more = len(hop.assertions) - 1
    others = small_line(f"and {plural(more, 'fact')} more") if more else None
    return badge(fact.status), join(_say(fact), small_line(_circumstances(fact)), others), join(
        quote(fact), small_line(_source(fact))
    )


def _list_changes(name: str, lines: Sequence[tuple[str, str]]) -> Html | None:
    if not lines:
        return None
    rows = ((kind, shorten(line)) for kind, line in lines[:ROWS])
    return join(heading(f"{name} ({len(lines):,})"), table((), rows), rest(len(lines) - ROWS))


def _list_facts(kind: FactKind, changes: Iterable[FactChange], total: int) -> Html | None:
    shown = list(changes)
    if not shown:
        return None
    rows = [
        (
            badge(change.assertion.status),
            join(_say(change.assertion), small_line(_circumstances(change.assertion))),
            join(quote(change.assertion), _former(change), small_line(_source(change.assertion))),
            join_with(" · ", (tell_fields(change), tell_elsewhere(change))),
        )
        for change in shown
    ]
    return join(heading(f"Facts {kind} ({total:,})"), table((*_HEAD, ""), rows), rest(total - len(shown)))


def _former(change: FactChange) -> Html | None:
    """Return the sentence that stated a changed fact before, if it is another one."""
    if change.before is None or change.after is None or change.before.sentence == change.after.sentence:
        return None
    return small_line("was: ", quote(change.before))


