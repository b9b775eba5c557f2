"""Mends what the parser joined to the wrong word: the second of a pair, the last word of a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.grammar.trees import Repair, Tree, is_finite
from kg.lexicon import find_effect, is_currency_sign, names_person
from kg.model import Token

# Verbs without an object that stand as adjectives before a noun: "competing claims", "existing laws", "rising seas".
INTRANSITIVE = frozenset(
    """collapse compete conflict decline differ emerge exist fade fall flourish linger persist prevail remain rise rival
    vary wane worsen""".split()
)
# Verbs whose object acts in the bare infinitive after it (Quirk et al. 1985, 16.52).
BARE = frozenset({"see", "hear", "watch", "let", "make", "help", "have", "feel"})
NOUNS = ("NOUN", "PROPN", "PRON", "NUM")


def join_pairs(tree: Tree) -> Iterator[Token]:
    """What is between two things is between both: "a debate between Lee and Roe" is no debate and Roe.

    The noun that follows "between X and" is joined to X, wherever the parser hung it.
    """
    for first in tree.related("nmod", "obl"):
        if tree.preposition(first) != "between" or not first.head:
            continue
        if tree.child(first, "conj") is not None or first.has_feature("Number=Plur"):
            continue
        end = tree.subtree(first)[-1].id
        for above in tree.ancestors(first):
            for other in tree.children(above, "conj"):
                joint = tree.child(other, "cc")
                is_next = joint is not None and joint.id == end + 1 and joint.form.lower() == "and"
                if is_next and other.upos in NOUNS and tree.child(other, "case") is None:
                    yield replace(other, head=first.id)
                    return


def turn_named_verbs(tree: Tree) -> Iterator[Token]:
    """A word in capitals before the verb it is hung on is the end of a name: "the Labour Party netted seats".

    Only where the word before it is written with a capital, too, and belongs to it.
    """
    for word in tree.related("ccomp", "nsubj", "advcl", "csubj", "parataxis"):
        if word.upos != "VERB":
            continue
        verb = tree.parent(word)
        if verb is None or verb.id != word.id + 1 or not is_finite(tree, verb) or not _is_capital(word) or word.id < 2:
            continue
        before = tree.token(word.id - 1)
        is_sentence_in_capitals = _is_capital(verb)
        if is_sentence_in_capitals or before.head != word.id or not _is_capital(before):
            continue
        yield replace(word, upos="PROPN", xpos="NNP", feats="Number=Sing", lemma=word.form, deprel="nsubj")
        for child in tree.children(word):
            if child.id < word.id and child.relation in ("nsubj", "obj", "obl", "advmod"):
                owned = tree.child(child, "case") is not None
                yield replace(child, deprel="nmod:poss" if owned else "compound")


def turn_owned_participles(tree: Tree) -> Iterator[Token]:
    """What follows a possessor is a noun phrase: in "met Jordan's visiting King Abdullah" nobody visits the king."""
    for owner in tree.related("nsubj", "obj", "obl"):
        mark = next((case for case in tree.children(owner, "case") if case.xpos == "POS"), None)
        verb = tree.parent(owner)
        if mark is None or verb is None or not verb.head:
            continue
        noun = tree.child(verb, "obj")
        is_next = verb.xpos in ("VBG", "VBN") and verb.id == mark.id + 1 and noun is not None
        if not is_next or noun is None or tree.subtree(noun)[0].id != verb.id + 1:
            continue
        yield replace(owner, head=noun.id, deprel="nmod:poss")
        yield replace(verb, head=noun.id, deprel="amod")
        yield replace(noun, head=verb.head, deprel="obj" if verb.relation in ("xcomp", "ccomp") else verb.deprel)
        for other in tree.children(verb):
            if other.id > noun.id:
                yield replace(other, head=verb.head)


def turn_cased_nouns(tree: Tree) -> Iterator[Token]:
    """A noun with a preposition is a phrase, no clause: "the right to enrichment"."""
    for noun in tree.related("acl", "advcl"):
        is_phrase = noun.upos in NOUNS and noun.deprel in ("acl", "advcl") and tree.child(noun, "case") is not None
        if is_phrase and tree.child(noun, "cop", "aux", "mark", "nsubj") is None:
            yield replace(noun, deprel="nmod" if noun.deprel == "acl" else "obl")


def join_described_people(tree: Tree) -> Iterator[Token]:
    """A person's name right after a noun, without a preposition, is whom it describes: "lost to businessman Ruiz"."""
    for noun, name in pairwise(tree.tokens):
        if noun.upos != "NOUN" or noun.ner != "O" or name.ner != "B-PER" or tree.child(name, "case") is not None:
            continue
        is_beside = name.head == noun.head and name.deprel == noun.deprel in ("nmod", "obl", "obj")
        if is_beside or (names_person(noun.lemma) and name.head == noun.id and name.deprel == "flat"):
            yield replace(name, head=noun.head, deprel=noun.deprel)
            yield replace(noun, head=name.id, deprel="nmod:desc")
            for child in tree.children(noun, "case"):
                yield replace(child, head=name.id)


def free_agents(tree: Tree) -> Iterator[Token]:
    """Who acts is told of the passive: "was given posts by Gandhi", "returned to the group by Roe"."""
    for agent in tree.related("nmod"):
        thing = tree.parent(agent)
        verb = tree.parent(thing) if thing is not None else None
        if agent.deprel != "nmod" or thing is None or verb is None or tree.preposition(agent) != "by":
            continue
        is_passive_verb = tree.child(verb, "aux:pass", "nsubj:pass") is not None
        is_goal = thing.relation == "obj" or (
            thing.relation == "obl" and tree.preposition(thing) in ("to", "on", "from")
        )
        if is_passive_verb and is_goal and agent.ner != "O" and tree.child(verb, "obl:agent") is None:
            yield replace(agent, head=verb.id, deprel="obl:agent")


def return_infinitives(tree: Tree) -> Iterator[Token]:
    """What somebody decides belongs to the decision: "were encouraged by the decision of Ruiz to resign"."""
    for clause in tree.related("xcomp", "advcl"):
        verb = tree.parent(clause)
        if clause.deprel not in ("xcomp", "advcl") or verb is None or tree.marker(clause) != "to":
            continue
        agent = tree.child(verb, "obl:agent")
        if agent is None or agent.upos != "NOUN" or find_effect(agent.lemma, "NOUN") is None:
            continue
        if tree.subtree(agent)[-1].id + 1 == tree.subtree(clause)[0].id:
            yield replace(clause, head=agent.id, deprel="acl")


def turn_hyphened_prepositions(tree: Tree) -> Iterator[Token]:
    """A preposition tied to the word before it by a hyphen is part of it: "switched to mail-in voting"."""
    for case in tree.tokens[2:]:
        if case.deprel != "case" or len(tree.hyphenated(case)) == 1:
            continue
        first, noun = tree.hyphenated(case)[0], tree.parent(case)
        if noun is not None and noun.id == case.id + 1 and first.head == noun.id and noun.start > case.end:
            yield replace(case, head=first.id, deprel="compound")


def turn_pending(tree: Tree) -> Iterator[Token]:
    """ "Pending" right after a noun is a preposition: "delays the rule pending appeal" (Quirk et al. 1985, 9.8)."""
    for word in tree.tokens[1:-1] if "pending" in tree.words else ():
        noun, before = tree.parent(word), tree.token(word.id - 1)
        verb = tree.parent(noun) if noun is not None else None
        is_between = word.form.lower() == "pending" and noun is not None and word.id < noun.id
        if is_between and noun is not None and verb is not None and before.head == verb.id:
            yield replace(word, upos="ADP", xpos="IN", deprel="case")
            yield replace(noun, deprel="obl")
            yield replace(before, deprel="obj" if before.relation in ("obj", "iobj") else before.deprel)


def turn_owing(tree: Tree) -> Iterator[Token]:
    """ "Owing to" before a noun is a preposition (Quirk et al. 1985, 9.10): "is secret owing to Polish law"."""
    for owing in tree.related("acl", "advcl"):
        noun, above = tree.child(owing, "obl"), tree.parent(owing)
        to = tree.child(noun, "case") if noun is not None else None
        if owing.form.lower() != "owing" or noun is None or to is None or above is None or to.id != owing.id + 1:
            continue
        verb = above if above.upos == "VERB" else next((up for up in tree.ancestors(above) if up.upos == "VERB"), above)
        yield replace(noun, head=verb.id, deprel="obl")
        yield replace(owing, head=noun.id, upos="ADP", xpos="IN", lemma="owing", deprel="case")
        yield replace(to, head=owing.id, deprel="fixed")


def lift_from_appositions(tree: Tree) -> Iterator[Token]:
    """What follows the comma after an apposition is told of the main verb.

    "Tested positive for the virus, the one that causes fever, within days after travelling": no virus travels.
    """
    for clause in tree.related("acl:relcl"):
        noun = tree.parent(clause)
        if noun is None or noun.deprel != "appos" or not tree.has_comma_before(noun):
            continue
        top = next((above for above in tree.ancestors(noun) if above.upos == "VERB"), None)
        phrases = [phrase for phrase in tree.children(clause, "obl", "advcl") if phrase.id > clause.id]
        first = next((phrase for phrase in phrases if tree.has_comma_before(phrase)), None)
        if top is not None and first is not None:
            yield from (replace(phrase, head=top.id) for phrase in phrases if phrase.id >= first.id)


def turn_owned_things(tree: Tree) -> Iterator[Token]:
    """After an article "mine" is a place where coal is dug, no pronoun: "The mine poisoned the river"."""
    for noun in tree.tokens:
        if noun.upos == "PRON" and noun.form.lower() == "mine" and tree.child(noun, "det") is not None:
            yield replace(noun, upos="NOUN", xpos="NN", feats="Number=Sing", lemma="mine")


def turn_common_plurals(tree: Tree) -> Iterator[Token]:
    """A word tagged a common noun is one, wherever it stands: "Bishops in Manila called on Reyes"."""
    for noun in tree.tokens:
        if noun.upos == "PROPN" and noun.xpos in ("NN", "NNS") and noun.ner == "O":
            yield replace(noun, upos="NOUN")


def join_spans_of_years(tree: Tree) -> Iterator[Token]:
    """ "From 2001 to 2005" is one time: what follows "to" is told of what follows "from"."""
    for end in tree.related("obl"):
        if end.deprel != "obl" or not end.head:
            continue
        phrases = [child for child in tree.children(tree.token(end.head), "obl") if child.id < end.id]
        begin = phrases[-1] if phrases else None
        if begin is None or tree.preposition(begin) != "from":
            continue
        is_next = tree.subtree(begin)[-1].id + 1 == tree.subtree(end)[0].id and tree.preposition(end) == "to"
        if is_next and begin.upos == end.upos == "NUM" and len(begin.form) == len(end.form) == 4:
            yield replace(end, head=begin.id, deprel="nmod")


def turn_intransitive_gerunds(tree: Tree) -> Iterator[Token]:
    """A verb that takes no object describes the noun after it: "resolutions to competing claims"."""
    for verb in tree.related("acl", "advcl"):
        noun = tree.child(verb, "obj")
        is_gerund = verb.xpos == "VBG" and verb.deprel in ("acl", "advcl") and verb.lemma in INTRANSITIVE
        mark = tree.child(verb, "mark")
        if noun is None or not is_gerund or mark is None or tree.subtree(noun)[0].id != verb.id + 1:
            continue
        yield replace(noun, head=verb.head, deprel="nmod" if verb.deprel == "acl" else "obl")
        yield replace(verb, head=noun.id, deprel="amod")
        for child in tree.children(verb):
            if child is not noun:
                yield replace(child, head=noun.id, deprel="case" if child is mark else child.deprel)


def return_bare_infinitives(tree: Tree) -> Iterator[Token]:
    """A bare infinitive belongs to the verb of seeing or letting before it: "wants to see Norway build a road"."""
    for clause in tree.related("xcomp"):
        above = tree.parent(clause)
        is_bare = clause.xpos == "VB" and not tree.marker(clause)
        if above is None or not is_bare:
            continue
        for verb in tree.children(above, "xcomp"):
            seen = tree.child(verb, "obj")
            if verb.lemma in BARE and verb.id < clause.id and seen is not None and verb.id < seen.id < clause.id:
                yield replace(clause, head=verb.id)


def lift_conjuncts_from_names(tree: Tree) -> Iterator[Token]:
    """What follows a name with "and" is joined to the whole name: "the Bank of England and Barclays"."""
    for other in tree.related("conj"):
        word = tree.parent(other)
        if word is None or not other.ner.startswith("B-") or not word.ner.startswith("I-"):
            continue
        start = next(token for token in reversed(tree.tokens[: word.id]) if not token.ner.startswith("I-"))
        inside = range(start.id, word.id + 1)
        head = word
        while head.head in inside:
            head = tree.token(head.head)
        if start.ner.startswith("B-") and head is not word and head.relation in ("nsubj", "obj", "obl", "nmod", "iobj"):
            yield replace(other, head=head.id)


def part_listed_appositions(tree: Tree) -> Iterator[Token]:
    """ "Italy, the host, and Egypt signed": a noun between two joined names and two commas describes the first."""
    for noun in tree.related("conj"):
        first = tree.parent(noun)
        is_listed = noun.upos == "NOUN" and tree.child(noun, "cc") is None
        if not is_listed or first is None or first.upos != "PROPN" or tree.child(noun, "det") is None:
            continue
        end = tree.subtree(noun)[-1].id
        others = [name for name in tree.children(first, "conj") if name.id > end and name.upos == "PROPN"]
        is_set_off = tree.has_comma_before(noun) and tree.token(min(end + 1, len(tree.tokens))).form == ","
        before = [name for name in tree.children(first, "conj") if name.id < noun.id]
        if is_set_off and len(others) == 1 and not before:
            yield replace(noun, deprel="appos")


UNITS = frozenset("m mn bn tn k million billion trillion thousand hundred".split())


def gather_money(tree: Tree) -> Iterator[Token]:
    """A currency sign heads the number after it: "paid US$4m to the city" has one object, four million dollars."""
    for sign in tree.tokens:
        if not is_currency_sign(sign.form):
            continue
        run: list[Token] = []
        for token in tree.tokens[sign.id :]:
            if not (token.form[0].isdigit() or (run and token.form.lower() in UNITS)):
                break
            run.append(token)
        if not run or (run[-1].head == sign.id and run[-1].deprel == "nummod"):
            continue
        last, inside = run[-1], {sign.id, *(token.id for token in run)}
        top = next((token for token in (last, sign, *run) if token.head not in inside), None)
        if top is None or sign.ner[2:] in ("PER", "ORG"):
            continue
        yield replace(sign, head=top.head, deprel=top.deprel)
        yield replace(last, head=sign.id, deprel="nummod")
        for token in run[:-1]:
            yield replace(token, head=last.id, deprel="compound")
        for number in run:
            for dependent in tree.children(number):
                if dependent.id < sign.id:
                    yield replace(dependent, head=sign.id)


def _is_capital(word: Token) -> bool:
    return word.form[:1].isupper() and not word.form.isupper()


ATTACHMENTS: tuple[Repair, ...] = (
    turn_common_plurals,
    turn_owned_things,
    turn_hyphened_prepositions,
    turn_pending,
    turn_owing,
    lift_from_appositions,
    gather_money,
    join_spans_of_years,
    turn_named_verbs,
    turn_owned_participles,
    turn_cased_nouns,
    join_described_people,
    turn_intransitive_gerunds,
    lift_conjuncts_from_names,
    return_bare_infinitives,
    part_listed_appositions,
    free_agents,
    return_infinitives,
    join_pairs,
)
