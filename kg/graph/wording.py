"""How facts and counts are told in a line of plain words, on the command line as in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.model import Assertion, Entity, Status

if TYPE_CHECKING:
    from kg.graph import Chain, Hop
    from kg.graph.differences import DocumentChange, EntityChange, FactChange
    from kg.pipeline import BuildReport

_FIELD_NAMES = {"attributed_to": "according to"}
_NOTHING = {"attributed_to": "the text itself"}


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "document"), plural(2, "entity"), plural(1200, "file")
    ('1 document', '2 entities', '1,200 files')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def capitalise(text: str) -> str:
    """Return a text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def tell_documents(documents: int, copies: int) -> str:
    """Return how many documents there are, and how many of them are copies.

    >>> tell_documents(3, 1), tell_documents(1, 0)
    ('3 documents (1 a copy)', '1 document')
    """
    told = plural(documents, "document")
    return f"{told} ({copies:,} {'a copy' if copies == 1 else 'copies'})" if copies else told


def tell_files(report: BuildReport) -> str:
    """Return what a build did with the files: "2 added, 16 unchanged"."""
    done = (
        (report.added, "added"), (report.replaced, "replaced"), (report.renamed, "renamed"),
        (report.unchanged, "unchanged"), (report.removed, "removed"), (len(report.left_out), "left out"),
    )  # fmt: skip
    return tell_counts({what: count for count, what in done}) or "nothing to read"


def tell_holdings(report: BuildReport) -> str:
    """Return what the graph holds after a build, its assertions by status."""
    statuses = tell_counts({status.value: report.assertions.get(status, 0) for status in Status})
    held = (
        tell_documents(report.documents, report.copies), plural(report.sentences, "sentence"),
        plural(report.entities, "entity"), plural(sum(report.assertions.values()), "assertion"),
    )  # fmt: skip
    return f"{', '.join(held)}{f' ({statuses})' if statuses else ''}"


def describe(assertion: Assertion) -> str:
    """Return subject, predicate and object of an assertion in one line."""
    parts = [assertion.subject, assertion.predicate, assertion.object]
    return " | ".join(part for part in parts if part is not None)


def circumstances(assertion: Assertion) -> str:
    """Return who says so, when and where it happened, the document and the identifier, as far as known."""
    chain = assertion.attribution_chain
    said = f"according to {', quoted by '.join(reversed(chain))}" if chain else None
    happened = " ".join(filter(None, [assertion.time, f"in {assertion.place}" if assertion.place else None]))
    published = f"({assertion.published})" if assertion.published else None
    source = " ".join(filter(None, [assertion.source, published]))
    added = "added by kg missed" if assertion.is_decided else None
    return " · ".join(filter(None, [said, happened, source, added, assertion.id[:12]]))


# Chains


def draw_chain(chain: Chain) -> str:
    """Return a chain of facts in one line: "Clinton -[meet]-> Putin <-[criticize]- Lavrov"."""
    return chain.hops[0].start.label + "".join(f" {draw_arrow(hop)} {hop.end.label}" for hop in chain.hops)


def draw_arrow(hop: Hop) -> str:
    """Return the surest fact of a step as an arrow that points from its subject to its object; "~" without a fact."""
    if not hop.assertions:
        return "~"
    fact = hop.assertions[0]
    return f"-[{fact.predicate}]->" if fact.subject_id == f"ent:{hop.start.slug}" else f"<-[{fact.predicate}]-"


# Differences


def tell_fields(change: FactChange) -> str:
    """Return in what a fact differs: "status reported → asserted · according to aid group → the text itself"."""
    told = []
    for field in change.fields:
        values = (getattr(fact, field) or _NOTHING.get(field, "unknown") for fact in (change.before, change.after))
        told.append(f"{_FIELD_NAMES.get(field, field)} {' → '.join(map(str, values))}")
    return " · ".join(told)


def tell_elsewhere(change: FactChange) -> str | None:
    """Return that other sentences of the graph that lacks a fact say it, None if none does."""
    if change.elsewhere is None:
        return None
    return f"{'still' if change.after is None else 'before already'} {change.elsewhere} elsewhere"


def tell_entities(change: EntityChange) -> str:
    """Return what became of entities: "Pombal (ent:pombal) → Construtora Pombal (Organization, ent:...)"."""
    before, after = (" + ".join(map(_name_entity, side)) for side in (change.before, change.after))
    if change.before and change.after and change.before[0].slug == change.after[0].slug and len(change.after) == 1:
        after = after if len(change.before) > 1 else _tell_traits(change.before[0], change.after[0])
    return " → ".join(filter(None, (before, after)))


def _name_entity(entity: Entity) -> str:
    return f"{entity.label} ({entity.type}, ent:{entity.slug})"


def _tell_traits(before: Entity, after: Entity) -> str:
    """Return the traits of an entity that are new."""
    traits = (
        ("label", before.label, after.label), ("type", before.type, after.type),
        ("Wikidata", before.wikidata, after.wikidata),
    )  # fmt: skip
    return ", ".join(f"{name} {now or 'none'}" for name, was, now in traits if was != now)


def tell_document(change: DocumentChange) -> str:
    """Return which document changed: its path, where it is renamed also the former one, and its date."""
    paths = dict.fromkeys(title.source for title in (change.before, change.after) if title is not None)
    published = f" ({change.title.published})" if change.title.published else ""
    return f"{' → '.join(paths)}{published}"


def tell_counts(counts: Mapping[str, int]) -> str:
    """Return counts by what became of things, those that are not nothing.

    >>> tell_counts({"came": 2, "vanished": 0, "renamed": 1})
    '2 came, 1 renamed'
    """
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
