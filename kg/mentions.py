"""`Sentence` → `Mention`: names, nominals and pronouns, each with a type and the words it is listed under."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.grammar.drafts import Draft, join_forms
from kg.grammar.noun_mentions import find_nominals, find_pronoun
from kg.grammar.proper_names import find_names
from kg.grammar.short_names import MAX_WORDS, count_words, shorten
from kg.grammar.trees import Tree, quote, spans_of
from kg.grammar.type_evidence import is_known_name
from kg.lexicon import find_organization, read_mapping
from kg.linking import find_city, find_country, find_demonym
from kg.model import Document, EntityType, Mention, MentionKind, Token


def find_mentions(document: Document, tree: Tree, *, first_index: int = 0) -> list[Mention]:
    """Return the mentions of a sentence in text order, outer before inner, numbered from `first_index`."""
    names = [draft for draft in find_names(tree) if not _is_common_noun(document, draft)]
    named = {token.id: draft for draft in names for token in draft.tokens}
    drafts = list(names)
    for draft in names:
        _read_dateline(document, draft)
    for token in tree.tokens:
        pronoun = find_pronoun(token)
        drafts += [pronoun] if pronoun is not None else find_nominals(document, tree, token, named)
    drafts.sort(key=lambda draft: (draft.tokens[0].id, -draft.tokens[-1].id, draft.head.id, draft.kind))
    return _number(document, tree, drafts, first_index)


def _is_common_noun(document: Document, draft: Draft) -> bool:
    """Whether a word of no known kind is written small elsewhere in the document: "the Hall" after "a hall"."""
    word = draft.tokens[0].form
    if len(draft.tokens) > 1 or not word.istitle() or is_known_name(word):
        return False
    is_known = find_city(word) is not None or word in read_mapping("states")
    if draft.type not in (EntityType.THING, EntityType.PLACE) or is_known:
        return False
    return re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", document.text) is not None


def _read_dateline(document: Document, draft: Draft) -> None:
    """A name in the dateline is a place, written in capitals by custom: "VLADIVOSTOK, Russia"."""
    if document.dateline is None or not document.dateline.contains(spans_of(draft.tokens)[0]):
        return
    words = join_forms(draft.tokens)
    draft.name = words.title() if words.isupper() and len(words) > 3 else words
    draft.type = EntityType.COUNTRY if find_country(draft.name) is not None else EntityType.PLACE


def _number(document: Document, tree: Tree, drafts: list[Draft], first_index: int) -> list[Mention]:
    ids = [draft.ids() for draft in drafts]
    is_shouted = _is_shouted(tree)
    found = []
    for position, draft in enumerate(drafts):
        parts = tuple(
            first_index + other
            for other, inner in (enumerate(drafts) if draft.kind is MentionKind.NOMINAL else ())
            if other != position and ids[other] <= ids[position] and _may_be_part(inner)
        )
        spans = spans_of(draft.tokens)
        text = quote(document.text, spans)
        name = _short_name(tree, draft, drafts, document.text, text, is_shouted=is_shouted)
        found.append(
            Mention(
                index=first_index + position, sentence=tree.sentence.index, head=draft.head.id, spans=spans, text=text,
                name=name, kind=draft.kind, type=draft.type, parts=parts, features=tuple(draft.features),
                value=draft.value,
            )
        )  # fmt: skip
    return found


def _short_name(tree: Tree, draft: Draft, drafts: list[Draft], document: str, text: str, *, is_shouted: bool) -> str:
    """Return the words a mention is listed under, of a long phrase those that tell most; `text` are all its words."""
    name = draft.name or _listed_name(tree, draft, text, is_shouted=is_shouted)
    if len(name.split()) <= MAX_WORDS and count_words(draft.tokens) <= MAX_WORDS:
        return name
    inner = [other.ids() for other in drafts if other.kind is MentionKind.NAME and other is not draft]
    tokens = shorten(tree, draft.tokens, draft.head, inner)
    text = quote(document, spans_of(tokens))
    return _listed_name(tree, replace(draft, tokens=tokens), text, is_shouted=is_shouted)


def _may_be_part(inner: Draft) -> bool:
    """Whether a mention inside a noun phrase is a part of it: a name, or whose it is."""
    return inner.kind is MentionKind.NAME or (inner.kind is MentionKind.PRONOUN and "Poss=Yes" in inner.features)


def _listed_name(tree: Tree, draft: Draft, text: str, *, is_shouted: bool) -> str:
    """Return the words a reader would list a mention under: a sentence's first capital lowered for nominals."""
    if is_shouted:
        return join_forms([replace(token, form=_quiet_form(token)) for token in draft.tokens])
    text, first = _without_lone_quotes(text), draft.tokens[0]
    if draft.kind is not MentionKind.NOMINAL or first.upos in ("PROPN", "SYM") or not first.form.istitle():
        return text
    if all(token.upos == "PUNCT" for token in tree.tokens[: first.id - 1]):
        is_title = draft.type is EntityType.POSITION and draft.head.form.istitle()
        is_part = len(draft.tokens) > 1 and first.deprel == "compound" and draft.tokens[1].upos == "PROPN"
        is_proper = first.xpos in ("NNP", "NNPS") or first.ner != "O" or is_title or is_part
        is_demonym = find_demonym(first.form) is not None or find_demonym(join_forms(draft.tokens[:2])) is not None
        keeps_capital = is_proper or is_demonym
        return text if keeps_capital else text[0].lower() + text[1:]
    return text


def _is_shouted(tree: Tree) -> bool:
    """Whether a sentence of three words or more is in capitals throughout, as headlines may be."""
    words = [token.form for token in tree.tokens if token.form.isalpha()]
    return len(words) > 2 and all(word.isupper() for word in words)


def _quiet_form(token: Token) -> str:
    """Return a word of a headline in capitals as running text has it: Putin, sanctions, but NATO and U.S."""
    word = token.form
    is_code = find_organization(word) is not None or not word.isalpha() or (token.ner[2:] == "ORG" and len(word) < 5)
    if is_code or (len(word) < 4 and find_country(word) is not None):
        return word
    is_name = token.ner != "O" or token.upos == "PROPN"
    return word.capitalize() if is_name and token.upos not in ("ADP", "DET", "CCONJ") else word.lower()


def _without_lone_quotes(words: str) -> str:
    """Return the words without a quotation mark or square bracket whose partner stands outside them.

    >>> _without_lone_quotes('claims as a "national embarrassment'), _without_lone_quotes('370 "jackal horns"')
    ('claims as a national embarrassment', '370 "jackal horns"')
    >>> _without_lone_quotes("US] casualties")
    'US casualties'
    """
    if words.count('"') % 2:
        words = words.replace('"', "")
    for opening, closing in ("\u201c\u201d", "[]"):
        if words.count(opening) != words.count(closing):
            words = words.replace(opening, "").replace(closing, "")
    return words.strip()
