"""Mends who gets what, where and on what: "lent Acme $3 million", "attacked a convoy in Tabqa", "the tax on fuel"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.times import is_temporal
from kg.grammar.trees import Repair, Tree
from kg.lexicon import is_currency_sign, names_person
from kg.model import Token

# Verbs of a change of possession whose recipient stands after "to" (Levin 1993, 13.1 to 13.3; "lose", "concede").
TRANSFERRING = frozenset(
    """award cede concede deliver donate entrust give grant hand lease lend loan lose pay sell send ship supply
    surrender transfer yield""".split()
)
# Verbs that take two objects, the receiver first (Levin 1993, 13.1 and 13.3; "deny": Quirk et al. 1985, 16.57).
GRANTING = frozenset({"allow", "award", "deny", "give", "grant", "guarantee", "offer", "promise", "refuse"})
# Verbs that take an object and a partner (Levin 1993, 36.2 and 37.6).
SHARING = frozenset({"discuss", "share", "exchange", "negotiate", "raise", "debate", "sign"})
# Verbs of attack, killing and seizing: where the victim is, the deed is done (Levin 1993, 10.5, 18, 42), and of holding
# and staging an event. What is built or opened somewhere is what is there: "opened an embassy in Tehran".
LOCATED = frozenset(
    """abduct arrest assassinate attack bomb capture destroy detain execute free hijack hold host injure kidnap kill
    murder raid release rescue seize shell shoot stab stage storm strike target wound""".split()
)
PLACING = ("in", "at", "near", "outside", "inside")
INDEFINITE = frozenset({"a", "an", "another", "some", "several", "many", "no", "any"})
# Nouns that say what they are on (Quirk et al. 1985, 17.54), and verbs that put them there.
BORNE = frozenset(
    """assault attack ban blockade boycott cap ceiling charge crackdown curb duty embargo freeze levy limit moratorium
    pressure raid restriction sanction sanctions strike subsidy surcharge tariff tax war""".split()
)
LAYING = frozenset(
    """add apply bring carry clamp clap declare enforce exert fix focus impose increase inflict lay levy place put set
    slap""".split()
)


def free_receivers_of_money(tree: Tree) -> Iterator[Token]:
    """A name between a verb and a sum gets it: "The bank lent Acme $3 million" lends no dollars of Acme."""
    for name in tree.related("compound", "nmod:unmarked", "nmod:desc"):
        amount = tree.parent(name)
        verb = tree.parent(amount) if amount is not None else None
        if amount is None or verb is None or not is_currency_sign(amount.form) or amount.relation != "obj":
            continue
        is_between = name.deprel in ("compound", "nmod:unmarked", "nmod:desc") and name.ner.startswith("B-")
        if is_between and tree.subtree(name)[0].id == verb.id + 1 and tree.child(verb, "iobj") is None:
            yield replace(name, head=verb.id, deprel="iobj")


def turn_lone_receivers(tree: Tree) -> Iterator[Token]:
    """Who is warned or urged is the object where nothing else is: "warned parents against giving it to infants"."""
    for person in tree.related("iobj"):
        verb = tree.parent(person)
        if verb is None or person.id < verb.id:
            continue
        if tree.child(verb, "obj", "ccomp", "xcomp", "parataxis") is None:
            yield replace(person, deprel="obj")


def free_names_before_objects(tree: Tree) -> Iterator[Token]:
    """Who gets something stands before it: "denies Russia normal trade relations" is no denying of Russia relations."""
    for name in tree.related("compound", "nmod"):
        thing = tree.parent(name)
        verb = tree.parent(thing) if thing is not None else None
        if thing is None or verb is None or thing.relation != "obj" or verb.lemma not in GRANTING:
            continue
        is_bare = name.deprel in ("compound", "nmod:desc", "nmod:unmarked", "nmod:poss") and not tree.child(
            name, "case"
        )
        is_inside = is_bare and name.ner in ("B-LOC", "B-PER")
        if not is_inside or tree.child(verb, "iobj") is not None or tree.subtree(name)[0].id != verb.id + 1:
            continue
        between = tree.tokens[tree.subtree(name)[-1].id : thing.id - 1]
        if any(word.upos in ("ADJ", "NUM", "DET") and word.head == thing.id for word in between):
            yield replace(name, head=verb.id, deprel="iobj")


def free_people_before_objects(tree: Tree) -> Iterator[Token]:
    """Who is granted something stands before it: "grants twelve refugees asylum" grants no refugee asylum."""
    for people in tree.related("compound"):
        thing = tree.parent(people)
        verb = tree.parent(thing) if thing is not None else None
        if people.xpos != "NNS" or thing is None or verb is None or thing.relation != "obj":
            continue
        is_granted = verb.lemma in GRANTING and names_person(people.lemma) and tree.child(verb, "iobj") is None
        if is_granted and people.id > verb.id and tree.child(thing, "det", "nmod:poss") is None:
            yield replace(people, head=verb.id, deprel="iobj")
            for number in tree.children(thing, "nummod"):
                yield replace(number, head=people.id)


def free_late_objects(tree: Tree) -> Iterator[Token]:
    """A long object stands last: "discussed with Putin topics including trade" is no talk with topics."""
    for name in tree.related("compound"):
        thing = tree.parent(name)
        verb = tree.parent(thing) if thing is not None else None
        if name.deprel != "compound" or name.ner != "B-PER" or thing is None or verb is None or thing.relation != "obl":
            continue
        case = tree.child(thing, "case")
        is_next = case is not None and case.form.lower() == "with" and case.id + 1 == name.id == verb.id + 2
        is_bare = thing.has_feature("Number=Plur") and tree.subtree(name)[-1].id + 1 == thing.id
        if case is not None and is_next and is_bare and verb.lemma in SHARING and tree.child(verb, "obj") is None:
            yield replace(name, head=verb.id, deprel="obl")
            yield replace(case, head=name.id)
            yield replace(thing, deprel="obj")


def free_recipients(tree: Tree) -> Iterator[Token]:
    """Who gets something is told of the verb: "lost the nomination to Ruiz", "sold its stake to Acme"."""
    for receiver in tree.related("nmod"):
        thing = tree.parent(receiver)
        if receiver.deprel != "nmod" or thing is None or thing.relation != "obj" or tree.preposition(receiver) != "to":
            continue
        verb = tree.parent(thing)
        is_somebody = receiver.ner[2:] in ("PER", "ORG")
        if verb is not None and verb.lemma in TRANSFERRING and is_somebody and not tree.has_comma_before(receiver):
            yield replace(receiver, head=verb.id, deprel="obl")


def turn_bare_receivers(tree: Tree) -> Iterator[Token]:
    """A singular noun without article right before the object describes it: "citing age and health concerns"."""
    for noun in tree.related("iobj"):
        verb = tree.parent(noun)
        thing = tree.child(verb, "obj") if verb is not None else None
        if thing is None or noun.upos != "NOUN" or not noun.has_feature("Number=Sing"):
            continue
        phrase = tree.subtree(noun)
        is_bare = not any(word.upos in ("DET", "PRON", "NUM") for word in phrase)
        if noun.id < thing.id and is_bare and phrase[-1].id + 1 == tree.subtree(thing)[0].id:
            yield replace(noun, head=thing.id, deprel="compound")


def free_places_of_deeds(tree: Tree) -> Iterator[Token]:
    """Where something is done to what the text first brings up is told of the deed: "attacked a convoy in Tabqa".

    The convoy is there, too; "attacked the city in Syria" tells apart which city. A second place, set off by a comma,
    holds the first: "a man in Lyon, in eastern France".
    """
    for place in tree.related("nmod"):
        thing = tree.parent(place)
        verb = tree.parent(thing) if thing is not None else None
        if place.deprel != "nmod" or thing is None or verb is None or thing.relation != "obj":
            continue
        is_place = any(word.ner == "B-LOC" for word in tree.subtree(place)) and tree.preposition(place) in PLACING
        inner = next((other for other in tree.children(thing, "nmod") if other.id < place.id), None)
        if is_place and inner is not None and inner.ner == "B-LOC" and tree.has_comma_before(place):
            yield replace(place, head=inner.id)
        elif is_place and verb.lemma in LOCATED and _is_first_brought_up(tree, thing) and thing.ner == "O":
            yield replace(place, head=verb.id, deprel="obl")


def _is_first_brought_up(tree: Tree, noun: Token) -> bool:
    """Whether a noun phrase is indefinite (Huddleston and Pullum 2002, 5.6.1): "a convoy", "three guards", "guards"."""
    words = tree.children(noun, "det", "nmod:poss", "nummod")
    is_definite = any(word.form.lower() not in INDEFINITE and word.relation != "nummod" for word in words)
    return not is_definite and (bool(words) or noun.has_feature("Number=Plur"))


def return_noun_complements(tree: Tree) -> Iterator[Token]:
    """What a tax, a ban or an attack is on belongs to it: "abolish the tax on fuel", "lift the ban on exports".

    What somebody puts on another stays told of the verb: "impose a tax on fuel".
    """
    for phrase in tree.related("obl"):
        verb = tree.parent(phrase)
        if phrase.deprel != "obl" or verb is None or tree.preposition(phrase) != "on":
            continue
        thing = tree.child(verb, "obj")
        if thing is None or thing.lemma not in BORNE or verb.lemma in LAYING or is_temporal(phrase.lemma):
            continue
        if tree.subtree(thing)[-1].id + 1 == tree.subtree(phrase)[0].id:
            yield replace(phrase, head=thing.id, deprel="nmod")


OBJECTS: tuple[Repair, ...] = (
    free_receivers_of_money,
    turn_lone_receivers,
    free_names_before_objects,
    free_people_before_objects,
    free_late_objects,
    free_recipients,
    turn_bare_receivers,
    free_places_of_deeds,
    return_noun_complements,
)
