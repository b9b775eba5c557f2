"""The type of a name in its sentence: from the tagger's label, tables of names, the noun that heads it, and what
stands beside it.
"""

from __future__ import annotations

import re
from functools import cache

from kg.grammar.drafts import join_forms
from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree
from kg.lexicon import find_organization, find_role, is_listed, read_mapping, read_table
from kg.linking import Gazetteer, find_capital, find_city, find_country, find_demonym, is_ambiguous
from kg.model import EntityType, Token

NER_TYPES = {
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "LOC": EntityType.PLACE,
    "GROUP": EntityType.GROUP,
    "EVENT": EntityType.EVENT,
    "WORK": EntityType.WORK,
    "PRODUCT": EntityType.PRODUCT,
    "MISC": EntityType.THING,
}
OTHER_LABELS = frozenset({"EVENT", "PRODUCT", "MISC", "WORK", None})
"""What a tagger says of names that are surely no person, body or place; None is what it left out."""

# Ships by the letters before their names (Associated Press Stylebook, "boats, ships").
SHIPS = frozenset({"USS", "HMS", "RMS", "HMAS", "HMCS", "USNS", "SS", "MV", "MS", "INS"})
# A mark of a machine or a weapon: "F-16", "XC90", "SA-18"; flights and roads have more digits, or are places.
_MODEL = re.compile(r"[A-Z]{1,3}-?\d{1,3}[A-Z]?")
# What begins the name of a storm or a deed of war.
_FIRST_WORDS = {"Hurricane": "Event", "Typhoon": "Event", "Cyclone": "Event", "Operation": "Event"}
# Who has one of these is a company, whatever the tagger thinks: "Acme chief executive Jane Roe".
EXECUTIVES = frozenset("ceo cfo executive chairman chairwoman chairperson chair treasurer".split())
# Persons have these: "Obama's spokesman", "adviser to Putin", "lawyer for Berlusconi".
PERSONAL = frozenset(
    """spokesman spokeswoman spokesperson adviser advisor attorney envoy deputy representative chief secretary pilot
    editor coach""".split()
)
# Who fights for a cause belongs to a movement: "Houthi rebels".
FIGHTERS = frozenset("rebel militant fighter insurgent guerrilla militia separatist extremist jihadist".split())


def find_name_type(tree: Tree, tokens: list[Token], words: str, label: str | None) -> EntityType | None:
    """Return the type of a name, None for what is no name (weekdays, titles, stray capitals)."""
    known = _known_type(words) or _gazetteer_type(words, label)
    if known is not None:
        return known
    is_place = find_country(words) is not None or find_capital(words) is not None
    if label == "PER" and (not is_place or is_ambiguous(words)):
        is_body = _has_executive(tree, tokens) or _has_fighters(tree, tokens)
        return EntityType.ORGANIZATION if is_body else EntityType.PERSON
    if find_country(words) is not None or find_demonym(words) is not None:
        return EntityType.COUNTRY
    if label == "PER":
        return EntityType.PLACE  # a capital, until a person of this surname is found beside it
    headed = _headed_type(tokens, label)
    if headed is not None:
        return headed
    if label is not None:
        return NER_TYPES.get(label, EntityType.THING)
    if all(is_temporal(token.form) or token.upos != "PROPN" or find_role(token.form) for token in tokens):
        return None
    if any(token.deprel == "nmod:desc" for token in tokens):
        return None
    return EntityType.PLACE if find_city(words) is not None else EntityType.THING


def _known_type(words: str) -> EntityType | None:
    """Return the type of a name that the tables hold: COVID-19, the European Union, the Taliban."""
    known = read_mapping("known_names").get(words)
    if known is not None:
        return EntityType(known)
    if words in read_mapping("regions"):
        return EntityType.PLACE
    is_body = find_organization(words) is not None or words in _full_names()
    return EntityType.ORGANIZATION if is_body else None


def _gazetteer_type(words: str, label: str | None) -> EntityType | None:
    """Return the type of the one well-known body or event of that name; of a place where the tagger saw neither.

    One word that was taken for a person may be one: Ford is a company as well.
    """
    is_person = label == "PER" and " " not in words and not words.isupper()
    item = Gazetteer.shipped().find(words) if not is_person else None
    if item is None or not item.is_well_known:
        return None
    if item.type is EntityType.PLACE and label in OTHER_LABELS:
        return EntityType.PLACE
    return item.type if item.type in (EntityType.ORGANIZATION, EntityType.EVENT) else None


def find_other_name(words: str) -> str | None:
    """Return the name that another spelling is listed under, None if the tables have none; abbreviations keep theirs.

    >>> find_other_name("Covid"), find_other_name("Taleban"), find_other_name("NATO")
    ('COVID-19', 'Taliban', None)
    """
    other = _other_names().get(words)
    if other is not None:
        return other
    full = find_organization(words) if not words.replace(".", "").isupper() else None
    return full if full != words else None


@cache
def _other_names() -> dict[str, str]:
    return {name: other for name, _, other in read_table("known_names") if other != "-"}


def is_known_name(words: str) -> bool:
    """Whether the tables hold a name, whatever its sentence: COVID-19, the Taliban, Islam, Parliament."""
    row = _name_heads().get(words.lower())
    return _known_type(words) is not None or (row is not None and row[2] == "name" and words.istitle())


@cache
def _full_names() -> frozenset[str]:
    return frozenset(read_mapping("organizations").values())


def _headed_type(tokens: list[Token], label: str | None) -> EntityType | None:
    """Return the type that the words of a name tell: "Hopman Cup", "Ministry of Trade", "Dover Act", "HMS Swan".

    The head is the last word before a preposition. What the tagger holds for a place is one more often than not:
    the West Bank, the Westminster Church.
    """
    if tokens[0].form.replace(".", "") in SHIPS and len(tokens) > 1:
        return EntityType.PRODUCT
    if label in OTHER_LABELS and _MODEL.fullmatch(tokens[-1].form.replace(" ", "")):
        return EntityType.PRODUCT
    if len(tokens) == 1:
        return _type_alone(tokens[0].form, label)
    first, last = tokens[0].form, tokens[-1].form
    if label == "LOC" and _is_built(first, last, join_forms(tokens)):
        return EntityType.FACILITY
    head = _head_of(tokens).form
    if label in ("EVENT", "MISC", None) and is_listed("facilities", head) and head.lower() not in _name_heads():
        return EntityType.FACILITY  # "the Norvik Mine"; not the House of Representatives
    is_named_of = is_listed("works", first) and tokens[1].form == "of"  # "Charter of the United Nations"
    if is_named_of and label == "ORG":
        return EntityType.WORK
    if label in OTHER_LABELS and (is_listed("works", first) or is_listed("works", last)):
        return EntityType.WORK
    if first in _FIRST_WORDS:
        return EntityType(_FIRST_WORDS[first])
    return _type_by_head(tokens, label)


def _type_alone(word: str, label: str | None) -> EntityType | None:
    """Return the type of a noun that is a name by its capital alone: "the Senate passed it"."""
    row = _name_heads().get(word.lower())
    is_name = row is not None and row[2] == "name" and row[1] != "-" and word.istitle()
    return EntityType(row[1]) if row is not None and is_name and label in OTHER_LABELS else None


def _type_by_head(tokens: list[Token], label: str | None) -> EntityType | None:
    """Return the type of the noun that heads a name, None if it tells nothing against the tagger."""
    head = _head_of(tokens)
    _, type_, _, holds = _name_heads().get(head.form.lower(), ("", "-", "", ""))
    _, last, _, _ = _name_heads().get(tokens[-1].form.lower(), ("", "-", "", ""))
    if label == "EVENT" and last == "Event":
        return None  # "House of Lords elections"
    is_whole = head is tokens[-1]
    is_telling = {
        "LOC": holds == "yes",
        "ORG": is_whole and type_ in ("Event", "Thing"),
        "GROUP": type_ == "Organization",
    }.get(label or "", True)
    return EntityType(type_) if type_ != "-" and is_telling else None


def _is_built(first: str, last: str, words: str) -> bool:
    """Whether a place's first or last word names something built: "Hoover Dam", "Camp David"; Fort Worth is a town."""
    if first == "Fort":
        return find_city(words) is None
    return is_listed("facilities", first) or is_listed("facilities", last.capitalize())


def _head_of(tokens: list[Token]) -> Token:
    """Return the last word of a name before its first preposition: Coalition in "National Coalition for Men"."""
    for place, token in enumerate(tokens):
        if place and token.upos == "ADP":
            return tokens[place - 1]
    return tokens[-1]


@cache
def _name_heads() -> dict[str, tuple[str, ...]]:
    return {row[0]: row for row in read_table("name_heads")}


def is_no_name(tree: Tree, tokens: list[Token], words: str, label: str | None) -> bool:
    """Whether what a tagger or a capital takes for a name is none: "the Court", "it", "[W]e", "a young man".

    Small letters tell only in a sentence that has capitals.
    """
    if len(words) == 1:
        return True
    if is_known_name(words) or words in read_mapping("peoples") or find_country(words) is not None:
        return False
    if all(token.upos == "PRON" for token in tokens):
        return True
    if not any(char.isupper() or char.isdigit() for char in words) and _has_capitals(tree):
        return True
    return label != "PER" and (_is_mere_noun(tokens, label) or _is_mere_adjective(tokens, label))


def _has_capitals(tree: Tree) -> bool:
    return any(token.form[0].isupper() for token in tree.tokens[1:])


def _is_mere_adjective(tokens: list[Token], label: str | None) -> bool:
    """Whether one word before a noun is an adjective that names neither a people nor a place: "a Universal remedy"."""
    is_one = len(tokens) == 1 and tokens[0].upos == "ADJ" and tokens[0].deprel == "amod"
    is_plain = not tokens[0].form.isupper() and not is_party_word(tokens[0].form)
    return is_one and label not in ("GROUP", "LOC") and is_plain


def is_party_word(words: str) -> bool:
    """Whether "party" makes a name of these words: "Liberal", "Republican"; many a body has a party otherwise."""
    return words in PARTY_ADJECTIVES or words in read_mapping("party_members")


PARTY_ADJECTIVES = frozenset("Communist Green Labor Liberal Libertarian Nationalist Progressive Socialist".split())


def _is_mere_noun(tokens: list[Token], label: str | None) -> bool:
    """Whether a name of one word is the noun that others are headed by: "the Court ruled", "Election"; not Congress.

    What a tagger takes for a body in the plural is one: Borders, the bookseller.
    """
    word = tokens[0].form
    if len(tokens) > 1 or not word.istitle():
        return False
    singular = tokens[0].lemma.lower() if label is None else ""
    row = _name_heads().get(word.lower()) or _name_heads().get(singular)
    return row is not None and row[2] != "name"


def is_called_body(tree: Tree, tokens: list[Token], label: str | None) -> bool:
    """Whether a noun just before a name describes it as a body: "the gas supplier Severgaz", "the party Norvik Nap".

    Some such nouns are for persons as well: "the publisher Ann Roe".
    """
    first = tokens[0]
    if first.id == 1 or (len(tokens) > 1 and label in ("LOC", "GROUP")):
        return False
    noun, ids = tree.token(first.id - 1), {token.id for token in tokens}
    lemma = noun.lemma.lower()
    if len(tokens) > 1 and lemma.endswith(("er", "or")) and lemma != "newspaper":
        return False
    head = next((token for token in tokens if token.head not in ids), first)
    is_tied = noun.head in ids or head.head == noun.id
    return is_tied and noun.upos == "NOUN" and is_listed("bodies", lemma)


def _has_fighters(tree: Tree, tokens: list[Token]) -> bool:
    """Whether one word before fighters names their movement: "Houthi rebels"; "Saddam's fighters" are a person's."""
    noun = tree.parent(tokens[0])
    is_before = noun is not None and noun.id == tokens[-1].id + 1 and tokens[0].deprel in ("compound", "amod")
    return len(tokens) == 1 and is_before and noun is not None and noun.lemma.lower() in FIGHTERS


def _has_executive(tree: Tree, tokens: list[Token]) -> bool:
    """Whether a name is that of a body because it has an office: "CEO of Acme", "Acme's chairman"."""
    ids = {token.id for token in tokens}
    head = next((token for token in tokens if token.head not in ids), tokens[0])
    office = tree.parent(head)
    if office is None or office.upos not in ("NOUN", "PROPN") or (find_role(office.lemma) or ("",))[0] != "office":
        return False
    if head.deprel in ("compound", "nmod:poss") and head.id < office.id:
        is_chief = any(child.form.lower() == "chief" for child in tree.children(office, "amod", "compound"))
        return office.lemma.lower() in EXECUTIVES or (is_chief and office.lemma.lower() == "officer")
    is_of = head.relation == "nmod" and tree.preposition(head) in ("of", "at") and office.id < head.id
    return is_of and office.lemma.lower() not in PERSONAL
