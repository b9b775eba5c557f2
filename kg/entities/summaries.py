"""Document + extraction → `Summary`: what resolution needs of one document, small enough to be kept for each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.entities.clusters import Cluster, find_clusters
from kg.grammar.concepts import head_of, is_generic, is_individual
from kg.lexicon import is_listed, names_person
from kg.linking import Gazetteer
from kg.model import Document, EntityType, Extraction, Mention, MentionKind

# Nouns for states and their parts, beside the bodies of bodies.tsv and the towns of settlements.tsv.
POLITIES = frozenset(
    """government country state nation province region district county territory island kingdom republic parliament
    legislature senate assembly cabinet court ministry army navy administration regime party opposition city
    capital""".split()
)


@dataclass(frozen=True, slots=True)
class NamedThing:
    """What a document names: `forms` are its names, the fullest first, `counts` how often the text uses each.

    `mentions` are indices, and `owners` the place in `forms` of the name nearest before each in the chain, its own or
    the first. `country` is a Wikidata number and `item` a gazetteer's key; `body` is the kind of a body of a state,
    `body_of` the Wikidata number of the state, empty if nobody knows.
    """

    mentions: tuple[int, ...]
    owners: tuple[int, ...]
    forms: tuple[str, ...]
    counts: tuple[int, ...]
    type: EntityType
    country: str = ""
    item: str = ""
    body: str = ""
    body_of: str = ""
    offices: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()

    def by_form(self) -> list[NamedThing]:
        """Return a thing for each name, sorted by name."""
        members: dict[str, list[int]] = defaultdict(list)
        for mention, owner in zip(self.mentions, self.owners, strict=True):
            members[self.forms[owner]].append(mention)
        counts = dict(zip(self.forms, self.counts, strict=True))
        return [
            NamedThing(
                tuple(found), (0,) * len(found), (form,), (counts[form],), self.type, self.country, self.item,
                self.body, self.body_of, self.offices, self.roles, self.genders,
            )
            for form, found in sorted(members.items())
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A mention inside a noun phrase: its index and words, whether it is a pronoun, and may own an office."""

    mention: int
    text: str
    type: EntityType
    is_pronoun: bool = False
    is_member: bool = False


@dataclass(frozen=True, slots=True)
class DescribedThing:
    """What a document speaks of by a noun phrase: an office or a concept.

    `nominal` is the index of its fullest mention, `name`, `head` and `lemma` are that one's words, `parts` what stands
    in it. `is_somebody` tells that the noun alone means somebody of this document, `is_new` that it is never definite;
    `is_held` that the text says who holds the office, `holder` is the mention that holds it by the fullest mention.
    """

    mentions: tuple[int, ...]
    nominal: int
    type: EntityType
    name: str
    head: str
    lemma: str
    parts: tuple[Part, ...] = ()
    is_somebody: bool = False
    is_new: bool = False
    is_held: bool = False
    holder: int = -1


@dataclass(frozen=True, slots=True)
class Summary:
    """A document without its text: what it names, what it describes, and who holds offices.

    `offices` are the mentions of holder and, within the office's name, of what it may be of; former ones are left out.
    `predicates` are the relations that its propositions state, sorted.
    """

    document: str
    source: str
    published: str | None
    named: tuple[NamedThing, ...] = ()
    described: tuple[DescribedThing, ...] = ()
    offices: tuple[tuple[int, tuple[int, ...]], ...] = ()
    predicates: tuple[str, ...] = ()


def summarize(document: Document, extraction: Extraction, gazetteer: Gazetteer) -> Summary:
    """Return the summary of a document."""
    held: dict[int, list[int]] = defaultdict(list)
    offices = []
    for proposition in extraction.propositions:
        if proposition.lemma == "hold position" and len(proposition.arguments) > 1:
            holder, position = (argument.mention for argument in proposition.arguments[:2])
            held[position].append(holder)
            if proposition.time != "former":
                offices.append((holder, extraction.mentions[position].parts))
    clusters = find_clusters(document, extraction, gazetteer)
    return Summary(
        document.id, document.source, document.published,
        tuple(_named(cluster) for cluster in clusters if cluster.forms),
        tuple(_described(cluster, held) for cluster in clusters if not cluster.forms),
        tuple(offices),
        tuple(sorted({triple.predicate for p in extraction.propositions for triple in p.triples})),
    )  # fmt: skip


def _named(cluster: Cluster) -> NamedThing:
    names = [mention.name for mention in cluster.mentions if mention.kind is MentionKind.NAME]
    place = {form: number for number, form in enumerate(cluster.forms)}
    owners, current = [], names[0]
    for mention in cluster.mentions:
        current = mention.name if mention.kind is MentionKind.NAME else current
        owners.append(place[current])
    body = cluster.body
    return NamedThing(
        tuple(mention.index for mention in cluster.mentions), tuple(owners), tuple(cluster.forms),
        tuple(cluster.counts[form] for form in cluster.forms), cluster.type,
        cluster.country.wikidata if cluster.country is not None else "",
        cluster.item.key if cluster.item is not None else "",
        body.kind if body is not None else "",
        body.country.wikidata if body is not None and body.country is not None else "",
        tuple(sorted(cluster.offices)), tuple(sorted(cluster.roles)), tuple(sorted(cluster.genders)),
    )  # fmt: skip


def _described(cluster: Cluster, held: Mapping[int, Sequence[int]]) -> DescribedThing:
    nominals = [mention for mention in cluster.mentions if mention.kind is MentionKind.NOMINAL]
    mention = max(nominals, key=lambda nominal: (len(nominal.name), -nominal.index))
    head, lemma = head_of(mention)
    is_one = "Number=Sing" in mention.features and (names_person(lemma) or _acts_alone(lemma))
    return DescribedThing(
        tuple(member.index for member in cluster.mentions), mention.index, cluster.type, mention.name, head, lemma,
        tuple(_part(cluster.extraction.mentions[index]) for index in mention.parts),
        is_somebody=is_one and (is_generic(mention) or is_individual(mention)),
        is_new=all("Definite=Def" not in nominal.features for nominal in nominals),
        is_held=any(member.index in held for member in cluster.mentions),
        holder=held[mention.index][0] if mention.index in held else -1,
    )  # fmt: skip


def _part(mention: Mention) -> Part:
    return Part(
        mention.index, mention.text, mention.type, mention.kind is MentionKind.PRONOUN,
        mention.type is EntityType.GROUP or "Party=Yes" in mention.features,
    )  # fmt: skip


def _acts_alone(lemma: str) -> bool:
    """Whether a noun is for a body, a state or a town: of many, each acts for itself."""
    return lemma in POLITIES or is_listed("bodies", lemma) or is_listed("settlements", lemma)


# Summaries as JSON


def encode_summary(summary: Summary) -> tuple[str, str]:
    """Return a summary as JSON, what it describes apart; `decode_summary` gives an equal one back."""
    named = [
        [t.mentions, t.owners, t.forms, t.counts, t.type, t.country, t.item, t.body, t.body_of, t.offices, t.roles,
         t.genders]
        for t in summary.named
    ]  # fmt: skip
    described = [
        [t.mentions, t.nominal, t.type, t.name, t.head, t.lemma,
         [[p.mention, p.text, p.type, p.is_pronoun, p.is_member] for p in t.parts],
         t.is_somebody, t.is_new, t.is_held, t.holder]
        for t in summary.described
    ]  # fmt: skip
    told = [summary.document, summary.source, summary.published, named, summary.offices, summary.predicates]
    return _to_json(told), _to_json(described)


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_TYPES = {type_.value: type_ for type_ in EntityType}


def decode_summary(named: str, described: str = "[]") -> Summary:
    """Return the summary that `encode_summary` wrote, if need be without what it describes."""
    document, source, published, things, offices, predicates = json.loads(named)
    return Summary(
        document, source, published,
        tuple(_decode_named(row) for row in things),
        tuple(_decode_described(row) for row in json.loads(described)),
        tuple((holder, tuple(parts)) for holder, parts in offices),
        tuple(predicates),
    )  # fmt: skip


def _decode_named(row: list) -> NamedThing:  # type: ignore[type-arg]
    mentions, owners, forms, counts, type_, country, item, body, body_of, offices, roles, genders = row
    return NamedThing(
        tuple(mentions), tuple(owners), tuple(forms), tuple(counts), _TYPES[type_], country, item, body, body_of,
        tuple(offices), tuple(roles), tuple(genders),
    )  # fmt: skip


def _decode_described(row: list) -> DescribedThing:  # type: ignore[type-arg]
    mentions, nominal, type_, name, head, lemma, parts, is_somebody, is_new, is_held, holder = row
    return DescribedThing(
        tuple(mentions), nominal, _TYPES[type_], name, head, lemma,
        tuple(Part(mention, text, _TYPES[kind], *flags) for mention, text, kind, *flags in parts),
        is_somebody, is_new, is_held, holder,
    )  # fmt: skip
