"""Sentences, trees and documents from small blocks written by hand, so that rule tests need no parser.

A block has one token a line: id, form, lemma ("_" is the form in lower case), Penn tag, head, relation, then a BIO
name tag and UD features where they matter. The universal tag and the features follow from the Penn tag. An empty line
parts sentences and `# paragraph` begins a paragraph. Words are set with blanks, but for punctuation and clitics.

    1 Mara   _     NNP  2 nsubj  B-PER
    2 left   leave VBD  0 root
    3 Oslo   _     NNP  2 obj    B-LOC
    4 .      _     .    2 punct
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from kg.assertions import make_assertions, record
from kg.entities import index_entities, resolve
from kg.extractors import RuleExtractor
from kg.grammar.repairs import mend
from kg.grammar.trees import Tree, quote
from kg.model import Assertion, Document, Entity, Extraction, Mention, Proposition, Sentence, Span, Token

UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "IN": "ADP", "TO": "PART", "POS": "PART", "DT": "DET",
    "PDT": "DET", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "EX": "PRON", "CC": "CCONJ", "CD": "NUM",
    "RP": "ADP", "$": "SYM", "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB", "VBN": "VERB",
    "VBG": "VERB",
}  # fmt: skip
FEATURES = {
    "NN": "Number=Sing", "NNP": "Number=Sing", "NNS": "Number=Plur", "NNPS": "Number=Plur", "VB": "VerbForm=Inf",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin", "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin", "MD": "VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "VBN": "Tense=Past|VerbForm=Part",
    "VBG": "VerbForm=Ger", "JJ": "Degree=Pos", "CD": "NumType=Card",
}  # fmt: skip
PRONOUNS = {
    "i": "Number=Sing|Person=1", "my": "Number=Sing|Person=1", "we": "Number=Plur|Person=1",
    "our": "Number=Plur|Person=1", "you": "Person=2", "he": "Gender=Masc|Number=Sing|Person=3",
    "him": "Gender=Masc|Number=Sing|Person=3", "his": "Gender=Masc|Number=Sing|Person=3",
    "himself": "Gender=Masc|Number=Sing|Person=3|Reflex=Yes", "she": "Gender=Fem|Number=Sing|Person=3",
    "her": "Gender=Fem|Number=Sing|Person=3", "it": "Gender=Neut|Number=Sing|Person=3",
    "its": "Gender=Neut|Number=Sing|Person=3", "they": "Number=Plur|Person=3", "them": "Number=Plur|Person=3",
    "their": "Number=Plur|Person=3",
}  # fmt: skip
NO_BLANK_BEFORE = frozenset({",", ".", "?", "!", ":", ";", ")", "”", "'s", "’s", "'", "n't", "n’t", "'ll", "%", "-"})
NO_BLANK_AFTER = frozenset({"(", "“", "$", "-"})


def read_block(block: str, **fields: Any) -> tuple[Document, list[Sentence]]:
    """Return the document a block spells and its sentences; `fields` are those of `Document`.

    A `dateline` given as words becomes their span.
    """
    text, paragraph = "", 0
    sentences: list[Sentence] = []
    for chunk in block.replace("# paragraph", "\n# paragraph").split("\n\n"):
        lines = [line.split() for line in chunk.strip().splitlines()]
        if lines and lines[0] == ["#", "paragraph"]:
            paragraph, lines = paragraph + 1, lines[1:]
        if not lines:
            continue
        if sentences:
            text += "\n\n" if sentences[-1].paragraph < paragraph else " "
        start = len(text)
        tokens = [_token(cells) for cells in lines]
        assert [token.id for token in tokens] == list(range(1, len(tokens) + 1)), block
        for number, token in enumerate(tokens):
            is_apart = (
                number > 0 and token.form not in NO_BLANK_BEFORE and tokens[number - 1].form not in NO_BLANK_AFTER
            )
            text += " " if is_apart else ""
            tokens[number] = replace(token, start=len(text), end=len(text) + len(token.form))
            text += token.form
        found = tuple(_settle(token, tokens) for token in tokens)
        sentences.append(Sentence(len(sentences), paragraph, start, len(text), found))
    words = fields.pop("dateline", None)
    dateline = Span(text.index(words), text.index(words) + len(words)) if words else None
    source = fields.pop("source", "article.txt")
    number = hashlib.sha256(f"{source} {text}".encode()).hexdigest()[:16]
    return Document(number, text, source, dateline=dateline, **fields), sentences


def mended(block: str) -> list[str]:
    """Return head and relation of every token of a block of one sentence, its slips mended."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel}" for token in mend(sentence).tokens]


def _token(cells: list[str]) -> Token:
    """Return the token of a line, its place in the text still open."""
    number, form, lemma, xpos, head, deprel, *rest = cells
    features = next((cell for cell in rest if "=" in cell), "")
    ner = next((cell for cell in rest if cell[:2] in ("B-", "I-")), "O")
    upos = UPOS.get(xpos, "PUNCT")
    lemma = (form if upos == "PROPN" else form.lower()) if lemma == "_" else lemma
    return Token(int(number), form, lemma, upos, xpos, features, int(head), deprel, 0, 0, ner)


def _settle(token: Token, tokens: Sequence[Token]) -> Token:
    """Return the token with the universal tag and the features that follow from its place in the tree."""
    upos = token.upos
    if token.relation in ("aux", "cop"):
        upos = "AUX"
    elif token.deprel == "mark" and upos == "ADP":
        upos = "SCONJ"
    elif token.xpos == "DT" and token.relation not in ("det", "advmod", "cc"):
        upos = "PRON"
    elif token.form.lower() in ("not", "n't", "n’t"):
        upos = "PART"
    features = token.feats or FEATURES.get(token.xpos, "_")
    if token.xpos in ("PRP", "PRP$") and not token.feats:
        features = PRONOUNS[token.form.lower()] + ("|Poss=Yes" if token.xpos == "PRP$" else "") + "|PronType=Prs"
    elif token.xpos in ("WP", "WDT") and not token.feats:
        features = "PronType=Rel" if _is_in_relative_clause(token, tokens) else "PronType=Int"
    elif token.xpos == "VBG" and not token.feats:
        has_auxiliary = any(other.head == token.id and other.relation == "aux" for other in tokens)
        features = "Tense=Pres|VerbForm=Part" if has_auxiliary else features
    return replace(token, upos=upos, feats=features)


def _is_in_relative_clause(token: Token, tokens: Sequence[Token]) -> bool:
    current = token
    while current.head:
        current = tokens[current.head - 1]
        if current.deprel == "acl:relcl":
            return True
    return False


def tree(block: str) -> Tree:
    """Return the tree of a block of one sentence."""
    (sentence,) = read_block(block)[1]
    return Tree(sentence)


def forms(tokens: Sequence[Token]) -> list[str]:
    """Return the forms of tokens."""
    return [token.form for token in tokens]


def _name_lines(name: str, tag: str, start: int, head: int, deprel: str) -> str:
    """Return the token lines of a name of one or more words."""
    first, *rest = name.split()
    lines = [f"{start} {first} _ NNP {head} {deprel} B-{tag}"]
    lines += [f"{start + number} {word} _ NNP {start} flat I-{tag}" for number, word in enumerate(rest, 1)]
    return "\n".join(lines)


def came(name: str, tag: str = "PER", *, title: str = "") -> str:
    """Return the block of "NAME came ."."""
    offset = 1 if title else 0
    length = len(name.split()) + offset
    lines = [f"1 {title} _ NNP 2 nmod:desc"] if title else []
    lines += [_name_lines(name, tag, 1 + offset, length + 1, "nsubj"), f"{length + 1} came come VBD 0 root"]
    return "\n".join([*lines, f"{length + 2} . _ . {length + 1} punct"]) + "\n"


@dataclass(frozen=True)
class Reading:
    """What `RuleExtractor` finds in a block, its parser replaced by the block."""

    document: Document
    extraction: Extraction

    def mention(self, words: str, *, last: bool = False) -> Mention:
        """Return the first (or last) mention with these words."""
        found = [mention for mention in self.extraction.mentions if mention.text == words]
        assert found, f"no mention {words!r} among {[mention.text for mention in self.extraction.mentions]}"
        return found[-1 if last else 0]

    def texts(self) -> list[str]:
        """Return the words of all mentions."""
        return [mention.text for mention in self.extraction.mentions]

    def proposition(self, words: str) -> Proposition:
        """Return the first proposition whose predicate is spelled so."""
        propositions = self.extraction.propositions
        found = [p for p in propositions if quote(self.document.text, p.spans) == words]
        assert found, f"no proposition {words!r} among {[p.lemma for p in propositions]}"
        return found[0]

    def arguments(self, words: str) -> list[str]:
        """Return the arguments of a predicate as "role name"."""
        mentions = self.extraction.mentions
        return [f"{argument.role} {mentions[argument.mention].name}" for argument in self.proposition(words).arguments]

    def facts(self) -> list[str]:
        """Return the graph view as "subject | predicate | object" by the mentions' names, "-" for no object."""
        names = [mention.name for mention in self.extraction.mentions]
        return [
            f"{names[triple.subject]} | {triple.predicate} | {'-' if triple.object is None else names[triple.object]}"
            for proposition in self.extraction.propositions
            for triple in proposition.triples
        ]

    def judged(self, words: str) -> str:
        """Return what the text commits to with a predicate, as "status polarity modality: outer source > inner"."""
        proposition = self.proposition(words)
        told = f"{proposition.status.value} {proposition.polarity.value} {proposition.modality.value}"
        names = [self.extraction.mentions[index].name for index in proposition.attribution]
        return f"{told}: {' > '.join(names)}" if names else told

    def antecedent(self, pronoun: str) -> str | None:
        """Return the name of what the last such pronoun stands for, None if that is unknown."""
        antecedent = self.mention(pronoun, last=True).antecedent
        return None if antecedent is None else self.extraction.mentions[antecedent].name

    def chain(self, words: str) -> list[str]:
        """Return the words of all mentions that refer to the same thing as the first so spelled."""
        index = self.mention(words).index
        chain = next((chain for chain in self.extraction.chains if index in chain), (index,))
        return [self.extraction.mentions[member].text for member in chain]


def read(block: str, **fields: Any) -> Reading:
    """Return what the rules find in a block."""
    document, sentences = read_block(block, **fields)
    with (
        patch("kg.extractors.find_sentences", lambda _: sentences),
        patch("kg.extractors.model_version", lambda: "hand"),
    ):
        return Reading(document, RuleExtractor().extract(document))


def resolve_readings(*readings: Reading) -> tuple[Entity, ...]:
    """Return the entities of several documents; two of the same words, read in two ways, are two documents."""
    pairs, seen = [], set()
    for number, reading in enumerate(readings):
        identifier = reading.document.id
        if identifier in seen:
            identifier = hashlib.sha256(f"{number} {identifier}".encode()).hexdigest()[:16]
        seen.add(identifier)
        pairs.append((replace(reading.document, id=identifier), replace(reading.extraction, document=identifier)))
    return resolve(pairs).entities


def find_entity(entities: Sequence[Entity], slug: str) -> Entity:
    """Return the entity with this slug."""
    found = [entity for entity in entities if entity.slug == slug]
    assert found, f"no {slug!r} among {[entity.slug for entity in entities]}"
    return found[0]


def assertions_of(*readings: Reading) -> list[Assertion]:
    """Return the assertions of several documents resolved together."""
    places = index_entities(resolve_readings(*readings))
    return [found for reading in readings for found in make_assertions(reading.document, reading.extraction, places)]


def records_of(*readings: Reading) -> list[dict[str, Any]]:
    """Return the assertion records of several documents resolved together."""
    return [record(assertion) for assertion in assertions_of(*readings)]
