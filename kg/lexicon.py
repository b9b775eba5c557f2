"""Word lists as data: what words commit to, deny, name or count; each file in `kg/words/` tells its source."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from kg.model import Modality

JUDGING = frozenset({"call", "deem", "label", "consider", "find", "declare", "dub", "brand", "term"})

# Verbs whose object is the one who did what the gerund tells: "accused Tehran of seeking", "thanked Ann for coming".
ANSWERING = frozenset(
    """accuse suspect charge blame convict acquit criticize condemn fault punish fine jail sue arrest sentence forgive
    clear exonerate absolve
    thank praise commend applaud honor reward""".split()
)

# Verbs whose object is kept from what the gerund tells: "bans banks from charging fees".
KEEPING = frozenset(
    """ban bar block deter disbar discourage dissuade exclude exempt forbid hinder hold inhibit keep preclude prevent
    prohibit protect restrain restrict save spare stop suspend""".split()
)


def _rows(name: str) -> Iterator[tuple[str, ...]]:
    text = (resources.files("kg") / "words" / f"{name}.tsv").read_text(encoding="utf-8")
    return (tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `kg/words/NAME.tsv` as tuples of cells; comments and empty lines left out."""
    return tuple(_rows(name))


@cache
def read_mapping(name: str) -> dict[str, str]:
    """Return the first two columns of a table as a dictionary."""
    return {row[0]: sys.intern(row[1]) for row in _rows(name)}


@cache
def _embedding() -> dict[tuple[str, str], str]:
    return {(word, upos): effect for word, upos, effect in read_table("embedding")}


def find_effect(lemma: str, upos: str) -> str | None:
    """Return what a word does to the clause it governs, None if the lexicon does not hold it.

    `report`, `think`, `deny`, `doubt`, `true`, `not`, the name of a modality, or "not" and a modality. In place of the
    part of speech the frames of `words/embedding.tsv` may stand: CCOMP, INF, GER and so on.

    >>> find_effect("refuse", "VERB"), find_effect("hope", "NOUN"), find_effect("eat", "VERB")
    ('not', 'wanted', None)
    """
    upos = "VERB" if upos == "AUX" else upos
    return _embedding().get((lemma.lower(), upos))


@cache
def _outcomes() -> dict[tuple[str, str], str]:
    return {(word, frame): outcome for word, frame, outcome in read_table("implicatives")}


def find_outcome(lemma: str, frame: str) -> str | None:
    """Return what a governing word that is denied tells of its clause: not, true or possible; None if nothing special.

    >>> find_outcome("manage", "VERB"), find_outcome("fail", "VERB"), find_outcome("force", "VERB")
    ('not', 'true', 'possible')
    """
    return _outcomes().get((lemma.lower(), frame))


@cache
def _viewpoints() -> frozenset[tuple[str, str]]:
    return frozenset((row[0], row[1]) for row in read_table("viewpoints"))


def is_viewpoint(preposition: str, noun: str) -> bool:
    """Whether a preposition and a noun tell whose view something is: "in the view of", "by her own account"."""
    return (preposition, noun) in _viewpoints()


def is_speech(lemma: str) -> bool:
    """Whether a verb introduces what somebody says: "said", "warned", "continued" (after a quote)."""
    return find_effect(lemma, "VERB") in ("report", "deny") or find_effect(lemma, "QUOTE") == "report"


def is_judging(lemma: str) -> bool:
    """Whether a verb says what something is called or held to be: "called the offer blackmail"."""
    return lemma in JUDGING


def find_modal(word: str) -> Modality | None:
    """Return the modality of a modal auxiliary or adverb, None if it has none."""
    found = read_mapping("auxiliaries").get(word.lower())
    return Modality(found) if found else None


def find_negation(word: str) -> str | None:
    """Return the kind of a denying word (adverb, determiner, pronoun, preposition), else None."""
    return read_mapping("negation").get(word.lower())


def hold_denial(words: frozenset[str]) -> bool:
    """Whether one of these words, in lower case, denies or begins what does, as `find_negation` tells.

    >>> hold_denial(frozenset({"he", "never", "left"})), hold_denial(frozenset({"he", "left"}))
    (True, False)
    """
    return not words.isdisjoint(_denying())


@cache
def _denying() -> frozenset[str]:
    return frozenset(words.partition(" ")[0] for words in read_mapping("negation"))


def find_condition(marker: str) -> Modality | None:
    """Return the modality a subordinator gives to its clause, None if the clause is stated."""
    found = read_mapping("conditions").get(marker.lower())
    return Modality(found) if found else None


@cache
def _prepositions() -> frozenset[tuple[str, str]]:
    return frozenset((row[0], row[1]) for row in read_table("prepositions"))


def is_preposition_of(kind: str, preposition: str) -> bool:
    """Whether a preposition is of a kind: place, time, loose or source."""
    return (preposition, kind) in _prepositions()


@cache
def _roles() -> dict[str, tuple[str, str]]:
    return {noun: (kind, gender) for noun, kind, gender in read_table("roles")}


@lru_cache(maxsize=20_000)
def find_role(lemma: str) -> tuple[str, str] | None:
    """Return (office or role, gender or "-") of a noun for a post or profession, with or without prefix, else None.

    >>> find_role("spokeswoman"), find_role("ex-president")
    (('office', 'Fem'), ('office', '-'))
    """
    word = lemma.lower()
    bare = re.sub(r"^(?:ex|co|vice|then|deputy|sub|under|arch)-", "", word)
    return _roles().get(word) or _roles().get(bare)


def find_gender(noun: str) -> str | None:
    """Return Masc or Fem where a form of address, role or kinship noun tells it, else None."""
    noun = noun.lower()
    role = find_role(noun)
    found = read_mapping("honorifics").get(noun) or read_mapping("kin").get(noun) or (role[1] if role else None)
    return found if found in ("Masc", "Fem") else None


def is_honorific(word: str) -> bool:
    """Whether a word is a form of address: Mr., Dr., Dame."""
    return word.lower() in read_mapping("honorifics")


def find_given_name(word: str) -> str | None:
    """Return the usual gender (Masc or Fem) of a given name, None if unknown or used for both."""
    return read_mapping("given_names").get(word.lower())


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row[0] for row in _rows("given_names") if len(row) > 2 and row[2] == "surname")


def find_lone_given_name(word: str) -> str | None:
    """Return the usual gender of a word that standing alone is a given name; None if it is as common as a surname.

    >>> find_lone_given_name("Derek"), find_lone_given_name("Davis"), find_given_name("Davis")
    ('Masc', None, 'Masc')
    """
    return None if word.lower() in _surnames() else find_given_name(word)


@cache
def _nominalizations() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {noun: (verb, tuple(preps.split(","))) for noun, verb, preps in read_table("nominalizations")}


def find_nominalization(lemma: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the predicate a noun states and the prepositions of its object, else None.

    >>> find_nominalization("opposition")
    ('oppose', ('to',))
    """
    return _nominalizations().get(lemma.lower())


def find_canonical(predicate: str) -> str:
    """Return the canonical predicate for a phrase in base form; itself if the table has no shorter one.

    >>> find_canonical("be opposed to"), find_canonical("sign")
    ('oppose', 'sign')
    """
    return read_mapping("predicates").get(predicate, predicate)


def find_tenure(word: str) -> str | None:
    """Return how a word says an office is held: former, acting, or "-" for no special way; None for other words."""
    return read_mapping("tenure").get(word.lower())


def find_reciprocal(verb: str) -> str | None:
    """Return the predicate between two subjects that do a thing to each other, None for other verbs.

    >>> find_reciprocal("meet"), find_reciprocal("talk"), find_reciprocal("arrive")
    ('meet', 'talk with', None)
    """
    return read_mapping("reciprocals").get(verb)


@cache
def _symmetric() -> frozenset[str]:
    return frozenset(read_mapping("reciprocals").values())


def is_symmetric(predicate: str) -> bool:
    """Whether a canonical predicate holds both ways: who meets somebody is met by them.

    >>> is_symmetric("meet"), is_symmetric("clash with"), is_symmetric("visit")
    (True, True, False)
    """
    return predicate in _symmetric()


def is_idiom(verb: str, noun: str) -> bool:
    """Whether a verb and its bare object say one thing: "take place", "claim responsibility"."""
    return (f"{verb} {noun}",) in read_table("idioms")


def find_title(word: str) -> str | None:
    """Return a title in full for its abbreviation, None if it is none.

    >>> find_title("Gen."), find_title("President")
    ('General', None)
    """
    return read_mapping("titles").get(word.lower().rstrip("."))


def find_organization(name: str) -> str | None:
    """Return the full name of a well-known organisation from its abbreviation, None if it is none.

    >>> find_organization("U.N."), find_organization("Acme")
    ('United Nations', None)
    """
    return read_mapping("organizations").get(name.replace(".", "").removeprefix("the "))


@cache
def _listed(table: str) -> frozenset[str]:
    return frozenset(row[0] for row in read_table(table))


def is_listed(table: str, words: str) -> bool:
    """Whether `kg/words/TABLE.tsv` lists these words.

    >>> is_listed("complex_prepositions", "in honor of"), is_listed("measure_nouns", "treaty")
    (True, False)
    """
    return words in _listed(table)


HOLDING = frozenset(
    """characterize cite classify define depict describe identify label portray quote recognize refer regard see
    view""".split()
)


def holds_as(verb: str) -> bool:
    """Whether what the object of a verb is held to be stands after "as" (Levin 1993, 29.2): "regard it as a hoax".

    >>> holds_as("regard"), holds_as("serve")
    (True, False)
    """
    return verb in HOLDING


def is_currency_sign(form: str) -> bool:
    """Whether a word ends in a sign of Unicode's class Sc, as "$", "US$" and "€" do."""
    return unicodedata.category(form[-1]) == "Sc"


def names_person(noun: str) -> bool:
    """Whether a noun, in base form, is one for a person: by office, kinship, occupation, or its ending.

    >>> names_person("farmer"), names_person("businesswoman"), names_person("harbour")
    (True, True, False)
    """
    word = noun.lower()
    is_known = is_listed("people", word) or is_listed("kin", word) or find_role(word) is not None
    return is_known or word.endswith(("man", "woman"))


def names_deed(verb: str, marker: str) -> bool:
    """Whether a gerund is what somebody is accused of, thanked for or kept from: "accuses Tehran of seeking a weapon".

    >>> names_deed("accuse", "of"), names_deed("ban", "from"), names_deed("earn", "from")
    (True, True, False)
    """
    is_kept = marker == "from" and verb in KEEPING
    return is_kept or (verb in ANSWERING and marker in ("of", "with", "for"))
