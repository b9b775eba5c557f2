"""Mends what hangs on verbs of telling: who is told, what it is about, what happened and what is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.times import is_temporal
from kg.grammar.trees import Repair, Tree
from kg.lexicon import is_speech, names_person
from kg.model import Token

# Verbs of a transfer of words that need an addressee (Levin 1993, 37.2).
TELLING = frozenset({"tell", "inform", "assure", "remind", "notify"})
# Verbs of telling, accusing and depriving: what it is about stands after "of" or "about" (Levin 1993, 10.6, 33).
WITH_TOPIC = frozenset(
    """accuse acquit advise assure convict convince deprive inform notify persuade remind rob strip suspect tell
    warn""".split()
)
# What a speaker does beside speaking: "he said, speaking in Oslo".
SPEAKING = frozenset(
    {"speak", "cite", "quote", "refer", "address", "call", "describe", "write", "point", "urge", "use"}
)
DETAILS = frozenset(
    {"detail", "evidence", "comment", "information", "explanation", "reason", "figure", "name", "example"}
)


def free_addressees(tree: Tree) -> Iterator[Token]:
    """Who is told stands between the verb and what is told: "told the Associated Press four victims were relatives".

    Without "that" between them the parser makes one noun phrase of name and subject.
    """
    for clause in tree.related("ccomp"):
        verb, subject = tree.parent(clause), tree.child(clause, "nsubj")
        is_open = tree.child(clause, "mark") is None and subject is not None
        if verb is None or subject is None or not is_open or verb.lemma not in TELLING:
            continue
        if tree.child(verb, "obj", "iobj", "obl:agent", "aux:pass") is not None:
            continue
        name = _name_after(tree, verb)
        if not name or subject.id <= name[-1].id or tree.subtree(subject)[0].id != verb.id + 1:
            continue
        inside = {token.id for token in name}
        yield replace(name[-1], head=verb.id, deprel="iobj")
        for token in name[:-1]:
            if token.head not in inside:
                yield replace(token, head=name[-1].id, deprel="det" if token.upos == "DET" else "compound")


def _name_after(tree: Tree, verb: Token) -> list[Token]:
    """Return the words of the name that follows a verb at once, its article first; [] if none does."""
    words = list(tree.tokens[verb.id :])
    found = words[:1] if words and words[0].upos == "DET" else []
    for word in words[len(found) :]:
        is_first = not found or found[-1].upos == "DET"
        if word.ner == "O" or (word.ner.startswith("B-") and not is_first):
            break
        found.append(word)
    return found if found and found[-1].ner != "O" else []


def free_topics(tree: Tree) -> Iterator[Token]:
    """What somebody is told or accused of is told of the verb: "informed the regulator of the leak"."""
    for topic in tree.related("nmod"):
        person = tree.parent(topic)
        if topic.deprel != "nmod" or person is None or person.relation not in ("obj", "iobj", "nsubj"):
            continue
        verb = tree.parent(person)
        is_told = verb is not None and person.deprel != "nsubj" and topic.id > person.id
        if (
            verb is None
            or not is_told
            or tree.has_comma_before(topic)
            or tree.preposition(topic) not in ("of", "about")
        ):
            continue
        if verb.lemma in WITH_TOPIC and names_person_or_body(person):
            yield replace(topic, head=verb.id, deprel="obl")


def names_person_or_body(noun: Token) -> bool:
    """Whether a noun can be told something: a name, or a noun for a person ("the owners", "the regulator")."""
    is_agent = noun.lemma.endswith(("er", "or", "ist", "ian", "ant", "ent"))
    return noun.ner[2:] in ("PER", "ORG", "LOC") or names_person(noun.lemma) or is_agent


def free_fronted_subjects(tree: Tree) -> Iterator[Token]:
    """The first of two subjects belongs to the clause that is told first: "The Falcons left, the envoy said"."""
    for verb in tree.governing("ccomp"):
        told = next((child for child in tree.children(verb, "ccomp") if child.id < verb.id), None)
        if told is None or tree.child(told, "nsubj", "csubj", "expl") is not None:
            continue
        doers = tree.children(verb, "nsubj")
        if len(doers) == 2 and doers[0].id < told.id < doers[1].id:
            yield replace(doers[0], head=told.id)


def return_participles(tree: Tree) -> Iterator[Token]:
    """What happened belongs to what is told, what is added to who tells it.

    "The ship sank, police said, killing six" is no deed of the police; "said the pilot survived, adding that ..." is
    not added by the pilot.
    """
    for clause in tree.related("advcl"):
        above = tree.parent(clause)
        is_participle = clause.xpos == "VBG" and not tree.marker(clause)
        if above is None or not is_participle or not tree.has_comma_before(clause) or clause.id < above.id:
            continue
        told = next((child for child in tree.children(above, "ccomp") if child.id < above.id), None)
        told = tree.parent(above) if above.relation == "parataxis" else told
        teller = tree.parent(above) if above.relation == "ccomp" else None
        tells = is_speech(clause.lemma)
        if told is not None and is_speech(above.lemma) and not tells and clause.lemma not in SPEAKING:
            yield replace(clause, head=told.id)
        is_reason = clause.lemma == "cite" and tree.child(above, "aux:pass") is not None  # "was cancelled, citing rain"
        is_added = (tells or is_reason) and tree.child(clause, "ccomp", "obj") is not None
        if teller is not None and teller.id < above.id and is_speech(teller.lemma) and is_added:
            yield replace(clause, head=teller.id)


def return_silences(tree: Tree) -> Iterator[Token]:
    """Who tells something gives no details: "said the bomb killed six but gave no details"."""
    for verb in tree.related("conj"):
        first, thing = tree.parent(verb), tree.child(verb, "obj")
        if first is None or first.relation != "ccomp" or tree.child(verb, "nsubj") is not None:
            continue
        teller = tree.parent(first)
        is_silence = verb.lemma in ("give", "provide", "offer") and thing is not None and thing.lemma in DETAILS
        if teller is not None and is_speech(teller.lemma) and is_silence and teller.id < first.id:
            yield replace(verb, head=teller.id)


def free_later_reports(tree: Tree) -> Iterator[Token]:
    """ "Denied that it had closed a road, hours after a group reported it": when somebody tells is not what they tell.

    So long as a span of time and a comma stand before the clause, it dates the telling.
    """
    for clause in tree.related("advcl"):
        told = tree.parent(clause)
        teller = tree.parent(told) if told is not None else None
        if told is None or told.relation != "ccomp" or teller is None:
            continue
        mark = tree.child(clause, "mark")
        if mark is None or mark.form.lower() not in ("after", "before") or not tree.has_comma_before(clause):
            continue
        spans = [noun for noun in tree.children(clause, "obl", "advmod") if is_temporal(noun.lemma)]
        is_span = clause.id > told.id and any(noun.id + 1 == mark.id for noun in spans)
        if is_span and is_speech(teller.lemma) and teller.id < told.id:
            yield replace(clause, head=teller.id)


REPORTS: tuple[Repair, ...] = (
    free_later_reports,
    free_topics,
    free_addressees,
    free_fronted_subjects,
    return_participles,
    return_silences,
)
