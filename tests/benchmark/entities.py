"""Entities over the Wikinews articles and the user's own: pure nodes, one node for each known name, links, labels.

`tests/golden_corpus/entities.tsv` tells whom each name of an article means, by the article's file and the name alone:
names were listed by the extractor and judged by eye. A node is pure if all its names mean one thing, and a known name
is one node if all that means it stands in a single node. Names without a line are counted and left out. Examples of the
gated measures are the lines of the sheet, since the number of nodes changes with the rules.
"""

from __future__ import annotations

import hashlib
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.documents import read_documents
from kg.entities import index_entities, resolve
from kg.extractors import RuleExtractor
from kg.grammar.times import is_temporal
from kg.model import Assertion, Document, Entity, EntityType, Extraction, Mention, MentionKind, Span
from kg.pipeline import make_dataset

from . import sources
from .floors import ROOT
from .measures import Measure, digest, percent

SHEET = ROOT / "tests/golden_corpus/entities.tsv"
FOLDERS = ("corpus/wikinews", "seed")
SAMPLED, KNOWN = 200, 100
LONGEST_LABEL = 12
PERSONS_AND_STATES = (EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION)
NO_LINK = "-"
Name = tuple[str, str]
"""The file of an article, and a name in it."""


@dataclass(frozen=True)
class Judged:
    """Whom a name means, and the item it should be linked to ("-" for none that the tables have)."""

    referent: str
    link: str = ""


def read_sheet(path: Path = SHEET) -> dict[Name, Judged]:
    """Return what was judged, by article and name."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {(article, name): Judged(referent, *more) for article, name, referent, *more in rows}


def read_pairs(shared: Path | None) -> list[tuple[Document, Extraction]]:
    """Return the articles with what is extracted from them; raises `Skipped` where they are not there."""
    extractor = RuleExtractor()
    places = sources.find(shared, *FOLDERS)
    return [(found, extractor.extract(found)) for found in read_documents(places) if isinstance(found, Document)]


def measure(shared: Path | None) -> tuple[list[Measure], list[str]]:
    """Return the measures, and in words what is mixed, parted, wrongly linked or not judged.

    Raises `Skipped` where the articles are not there.
    """
    pairs = read_pairs(shared)
    dataset = make_dataset(pairs)
    names = {entity.slug: _names_of(entity, pairs) for entity in resolve(pairs).entities}
    entities = {entity.slug: entity for entity in dataset.entities}
    judged, data = read_sheet(), digest([SHEET])
    named = {slug: names[slug] for slug, entity in entities.items() if names[slug]}
    unjudged = sorted({name for found in named.values() for name in found} - judged.keys())
    measures, lines = _purity(entities, named, judged, data)
    more, told = _wholeness(named, judged, data)
    links, mislinked = _links(entities, named, judged, data)
    measures += [*more, *links, *_hygiene(dataset.entities), *_pronouns(pairs, dataset.assertions)]
    measures.append(Measure("names without a line", "count", len(unjudged), is_gated=False))
    return measures, [*lines, *told, *mislinked, *(f"not judged: {article}: {name}" for article, name in unjudged)]


def _names_of(entity: Entity, pairs: Iterable[tuple[Document, Extraction]]) -> frozenset[Name]:
    extractions = {document.id: (document, extraction) for document, extraction in pairs}
    found = set()
    for document_id, index in entity.mentions:
        document, extraction = extractions[document_id]
        mention = extraction.mentions[index]
        if mention.kind is MentionKind.NAME:
            found.add((Path(document.source).stem, mention.name))
    return frozenset(found)


def _purity(
    entities: dict[str, Entity], named: dict[str, frozenset[Name]], judged: dict[Name, Judged], data: str
) -> tuple[list[Measure], list[str]]:
    """Return the share of pure nodes among a sample of those with two mentions or more, drawn by a hash of the slug."""
    several = [slug for slug, names in named.items() if len(entities[slug].mentions) > 1 and names & judged.keys()]
    sample = sorted(several, key=lambda slug: hashlib.sha256(slug.encode()).hexdigest())[:SAMPLED]
    mixed = []
    for name, slugs in (("sampled", sample), ("all", several)):
        kinds = {slug: {judged[found].referent for found in named[slug] if found in judged} for slug in slugs}
        mixed.append((name, len(slugs), [slug for slug in slugs if len(kinds[slug]) > 1]))
    measures = [
        Measure(
            f"nodes with two mentions or more that are pure, {name}", "share", percent(1 - len(bad) / count),
            examples=len(judged) if name == "all" else count, digest=data, is_gated=name == "all",
        )
        for name, count, bad in mixed
    ]  # fmt: skip
    lines = [
        f"mixed: {slug}: {', '.join(sorted({judged[found].referent for found in named[slug] if found in judged}))}"
        for slug in mixed[-1][2]
    ]
    return measures, lines


def _wholeness(
    named: dict[str, frozenset[Name]], judged: dict[Name, Judged], data: str
) -> tuple[list[Measure], list[str]]:
    """Return the share of the things most often named that are one node."""
    nodes: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for slug, names in named.items():
        for name in names & judged.keys():
            nodes[judged[name].referent].add(slug)
            counts[judged[name].referent] += 1
    counts.pop("?", None)
    known = sorted(counts, key=lambda referent: (-counts[referent], referent))[:KNOWN]
    several = [referent for referent in counts if counts[referent] > 1]
    measures = [
        Measure(
            f"{name} that are one node", "share",
            percent(sum(len(nodes[referent]) == 1 for referent in chosen) / len(chosen)), examples=len(chosen),
            digest=data, is_gated=gated,
        )
        for name, chosen, gated in (("100 best known names", known, True), ("all names used twice", several, False))
    ]  # fmt: skip
    parted = [f"parted: {name}: {', '.join(sorted(nodes[name]))}" for name in several if len(nodes[name]) > 1]
    return measures, parted


def _links(
    entities: dict[str, Entity], named: dict[str, frozenset[Name]], judged: dict[Name, Judged], data: str
) -> tuple[list[Measure], list[str]]:
    """Return the share of linked nodes whose link is right, as far as they were judged."""
    wanted = {
        slug: {judged[name].link for name in names if name in judged and judged[name].link}
        for slug, names in named.items() if entities[slug].wikidata
    }  # fmt: skip
    known = {slug: links for slug, links in wanted.items() if links}
    wrong = [slug for slug, links in known.items() if links != {entities[slug].wikidata}]
    lines = [
        f"linked wrongly: {slug}: {entities[slug].wikidata}, not {', '.join(known[slug])}" for slug in sorted(wrong)
    ]
    share = 1 - len(wrong) / len(known) if known else 0.0
    return [
        Measure("linked nodes whose link is right", "share", percent(share), examples=len(judged), digest=data)
    ], lines


def _hygiene(entities: Iterable[Entity]) -> list[Measure]:
    """Return how many nodes are no name or notion: pronouns, numbers, dates, labels of more than twelve words."""
    labels = [entity.label for entity in entities]
    bare = sum(is_no_notion(label) for label in labels)
    long = sum(len(label.split()) > LONGEST_LABEL for label in labels)
    return [
        Measure(
            "nodes that are pronouns, numbers or dates",
            "count",
            bare,
            examples=len(labels),
            lower_is_better=True,
            limit=0,
        ),
        Measure("nodes of more than 12 words", "count", long, examples=len(labels), lower_is_better=True, limit=0),
    ]


PRONOUNS = frozenset(
    """i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we
    us our ours ourselves they them their theirs themselves this that these those who whom whose which what one ones
    everyone everybody someone somebody anyone anybody nobody something anything everything nothing each other
    another""".split()
)


def is_no_notion(label: str) -> bool:
    """Whether a label is a pronoun, a number or a date.

    >>> [is_no_notion(label) for label in ("they", "1,200", "Monday", "3 May 2020", "Apollo 11", "2020 election")]
    [True, True, True, True, False, False]
    """
    words = [word for word in re.split(r"[\s,]+", label.lower()) if word]
    is_time = all(is_temporal(word) or re.fullmatch(r"\d+(st|nd|rd|th)?", word) for word in words)
    return is_pronoun(label) or is_time or re.fullmatch(r"[\W\d]+", label) is not None


def _pronouns(pairs: Sequence[tuple[Document, Extraction]], assertions: Sequence[Assertion]) -> list[Measure]:
    """Return the share of assertions with a pronoun nobody is known for, and of facts the graph left out for one."""
    index = index_entities(resolve(pairs).entities)
    unresolved = sum(is_pronoun(assertion.subject) or is_pronoun(assertion.object or "") for assertion in assertions)
    total = left_out = 0
    for document, extraction in pairs:
        for triple in (triple for proposition in extraction.propositions for triple in proposition.triples):
            ends = [extraction.mentions[end] for end in (triple.subject, triple.object) if end is not None]
            total += 1
            left_out += any(end.kind is MentionKind.PRONOUN and (document.id, end.index) not in index for end in ends)
    return [
        Measure(
            "assertions about an unresolved pronoun", "share", percent(unresolved / len(assertions)),
            examples=len(assertions), lower_is_better=True, limit=3,
        ),
        Measure(
            "facts left out for an unresolved pronoun", "share", percent(left_out / total), examples=total,
            is_gated=False,
        ),
    ]  # fmt: skip


def is_pronoun(label: str) -> bool:
    """Whether a label is made of pronouns alone."""
    return bool(label) and all(word in PRONOUNS for word in label.lower().split())


# Scale

DISTINCT = 100_000
PER_DOCUMENT, REPEATED = 40, 20
MOST_SECONDS, MOST_MEGABYTES = 60.0, 2048.0


def measure_scale(distinct: int = DISTINCT) -> list[Measure]:
    """Return the seconds and the peak of memory that so many distinct made-up names take to resolve."""
    pairs = list(made_up(distinct))
    started = time.monotonic()
    found = resolve(pairs)
    seconds = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Measure(
            f"{distinct:,} names",
            "s",
            round(seconds, 1),
            examples=len(found.entities),
            lower_is_better=True,
            limit=MOST_SECONDS,
        ),
        Measure(
            f"{distinct:,} names, peak memory",
            "MB",
            round(memory, 1),
            examples=len(pairs),
            lower_is_better=True,
            limit=MOST_MEGABYTES,
        ),
    ]


def made_up(distinct: int) -> Iterator[tuple[Document, Extraction]]:
    """Yield documents that name so many made-up persons, bodies and places, and some of them again."""
    dice = random.Random(6)
    given = [_word(dice, 2) for _ in range(1500)]
    surnames = [_word(dice, dice.choice([2, 3])) for _ in range(20_000)]
    names: set[tuple[str, EntityType]] = set()
    while len(names) < distinct:
        kind = dice.choices(PERSONS_AND_STATES, (6, 1, 3))[0]
        if kind is EntityType.PERSON:
            names.add((f"{dice.choice(given)} {dice.choice(surnames)}", kind))
        elif kind is EntityType.ORGANIZATION:
            names.add((f"{_word(dice, 3)} {dice.choice(['Group', 'Bank', 'Institute', 'Party', 'Corp.'])}", kind))
        else:
            names.add((_word(dice, 4), EntityType.PLACE))
    ordered = sorted(names)
    dice.shuffle(ordered)
    for start in range(0, distinct, PER_DOCUMENT):
        yield _made_up_pair(start, [*ordered[start : start + PER_DOCUMENT], *dice.sample(ordered, REPEATED)])


def _word(dice: random.Random, syllables: int) -> str:
    letters = (dice.choice("bcdfghklmnprstvz") + dice.choice("aeiou") for _ in range(syllables))
    return "".join(letters).capitalize() + dice.choice(["", "n", "s", "r"])


def _made_up_pair(number: int, names: list[tuple[str, EntityType]]) -> tuple[Document, Extraction]:
    document = Document(f"{number:016x}", " ".join(name for name, _ in names), f"{number}.txt")
    mentions = []
    start = 0
    for index, (name, type_) in enumerate(names):
        span = Span(start, start + len(name))
        mentions.append(Mention(index, 0, 1, (span,), name, name, MentionKind.NAME, type_))
        start = span.end + 1
    sentence = Span(0, len(document.text))
    return document, Extraction(document.id, "made up", "1", (sentence,), tuple(mentions), ())
