"""Mends trees where the parser is known to go wrong, so that the rules meet sound Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.attachments import ATTACHMENTS
from kg.grammar.complements import COMPLEMENTS
from kg.grammar.headlines import HEADLINES
from kg.grammar.name_repairs import NAME_REPAIRS
from kg.grammar.objects import OBJECTS
from kg.grammar.reports import REPORTS
from kg.grammar.subjects import SUBJECTS
from kg.grammar.trees import Repair, Tree, is_finite, repaired
from kg.lexicon import is_judging, is_speech, names_deed, names_person
from kg.model import Sentence, Token


def mend(sentence: Sentence) -> Sentence:
    """Return the sentence with known slips of the parser mended, one kind after the other; it stays a tree."""
    return repaired(sentence, REPAIRS).sentence


def free_auxiliaries(tree: Tree) -> Iterator[Token]:
    """Auxiliaries govern nothing and stand before their verb: in "that Acme had bribed officials" bribed has it all."""
    for auxiliary in tree.related("aux", "cop"):
        if not auxiliary.head:
            continue
        dependents = tree.children(auxiliary, "nsubj", "obj", "obl", "mark", "advmod")
        head = tree.token(auxiliary.head)
        verb = head if head.id > auxiliary.id else _next_participle(tree, auxiliary)
        if not dependents or verb is None:
            continue
        if verb.id != head.id:
            yield replace(auxiliary, head=verb.id)
        for dependent in dependents:
            yield replace(dependent, head=verb.id)


def _next_participle(tree: Tree, auxiliary: Token) -> Token | None:
    """Return the verb form right after an auxiliary, adverbs passed over; None if another word comes first."""
    for token in tree.tokens[auxiliary.id :]:
        if token.upos == "VERB" and token.xpos in ("VBN", "VBG", "VB") and token.relation in ("acl", "ccomp", "advcl"):
            return token
        if token.upos not in ("ADV", "PART"):
            return None
    return None


def lift_joined_infinitives(tree: Tree) -> Iterator[Token]:
    """An infinitive is joined to an infinitive: "agreed to stop fighting and to withdraw" does not stop to withdraw."""
    for token in tree.related("conj"):
        if tree.marker(token) != "to" or not token.head:
            continue
        first = tree.token(token.head)
        if tree.marker(first) == "to" or first.xpos != "VBG":
            continue
        above = next((verb for verb in tree.ancestors(first) if tree.marker(verb) == "to"), None)
        if above is not None:
            yield replace(token, head=above.id)


def turn_first_objects(tree: Tree) -> Iterator[Token]:
    """Of two objects the first is the recipient: "granted Stanton a pardon"; but see "called the offer blackmail"."""
    for token in tree.governing("obj"):
        objects = tree.children(token, "obj")
        if len(objects) == 2 and token.id < objects[0].id and tree.child(token, "iobj") is None:
            if is_judging(token.lemma):
                yield replace(objects[1], deprel="xcomp")
            else:
                yield replace(objects[0], deprel="iobj")


def turn_lone_judgements(tree: Tree) -> Iterator[Token]:
    """Who calls something a name needs a thing to call so: "The unions called a strike" has an object only."""
    for token in tree.related("xcomp"):
        parent = tree.parent(token)
        is_noun = token.upos in ("NOUN", "PROPN")
        if not is_noun or parent is None or not is_judging(parent.lemma) or parent.xpos == "VBN":
            continue
        is_plain = token.id > parent.id and tree.child(token, "case", "cop") is None
        if is_plain and tree.child(parent, "obj", "iobj", "nsubj:pass", "aux:pass") is None:
            yield replace(token, deprel="obj")


def gather_titles(tree: Tree) -> Iterator[Token]:
    """What stands before a title belongs to it: in "Acme chief executive Jane Roe" chief goes with executive."""
    for title in tree.related("nmod:desc"):
        if not title.head:
            continue
        name = tree.token(title.head)
        start = tree.subtree(title)[0].id
        for child in reversed(tree.children(name, "amod", "compound")):
            if child.id < title.id and (child.id > start or child.id == start - 1):
                start = min(start, child.id)
                yield replace(child, head=title.id)


def free_parentheses(tree: Tree) -> Iterator[Token]:
    """A speech verb between commas interrupts its sentence: "The dam, the ministry said, will flood villages"."""
    for token in tree.related("acl:relcl"):
        if not is_speech(token.lemma) or not token.head:
            continue
        noun = tree.token(token.head)
        governor = tree.parent(noun)
        has_pronoun = any(member.xpos in ("WP", "WDT", "WP$") for member in tree.subtree(token))
        follower = tree.token(token.id + 1) if token.id < len(tree.tokens) else token
        is_free = tree.has_comma_before(token) and follower.form == "," and not has_pronoun
        if is_free and governor is not None and tree.child(token, "nsubj") is not None:
            yield replace(token, head=governor.id, deprel="parataxis")


def free_infinitives(tree: Tree) -> Iterator[Token]:
    """The "to" of "was due to stand down" marks the infinitive; only before a noun is "due to" a preposition."""
    for to in tree.related("fixed"):
        if to.form.lower() != "to" or to.id == len(tree.tokens) or not to.head:
            continue
        verb, governor = tree.token(to.id + 1), tree.token(to.head)
        if verb.xpos == "VB" and verb.head == governor.id and governor.upos == "ADJ":
            yield replace(to, head=verb.id, deprel="mark")
            yield replace(verb, deprel="xcomp")


def turn_which_from_persons(tree: Tree) -> Iterator[Token]:
    """ "Which" is no person: "said Ann Roe, an analyst at Acme Capital, which owns a share" is about Acme Capital.

    Where a preposition comes before it, what the person stands beside is meant: "an interview with Roe, in which".
    """
    for token in tree.related("acl:relcl"):
        parent = tree.parent(token)
        if parent is None or not parent.ner.endswith("PER"):
            continue
        which = tree.child(token, "nsubj", "obj", "obl")
        start = tree.subtree(token)[0].id
        if which is None or which.form.lower() != "which" or start < 2:
            continue
        noun: Token | None = _noun_before(tree, start)
        if which.relation == "obl":
            noun = next((above for above in tree.ancestors(parent) if above.upos in ("NOUN", "VERB")), None)
        if noun is not None and noun.upos in ("NOUN", "PROPN") and noun.id != parent.id and not _is_person(noun):
            yield replace(token, head=noun.id)


def turn_who_from_things(tree: Tree) -> Iterator[Token]:
    """ "Who" is no thing: "the demands of the protesters, who have filled the streets" is about the protesters."""
    for token in tree.related("acl:relcl"):
        parent = tree.parent(token)
        who = tree.child(token, "nsubj", "obj")
        if parent is None or who is None or who.form.lower() not in ("who", "whom"):
            continue
        if _is_person(parent):
            continue
        start = tree.subtree(token)[0].id
        noun = _noun_before(tree, start)
        is_inside = any(above.id == parent.id for above in tree.ancestors(noun))
        if is_inside and _is_person(noun):
            yield replace(token, head=noun.id)
            continue
        # "the lives of migrants now at sea who are in need"
        near = [word for word in tree.tokens[max(start - 8, 0) : start - 1] if word.upos == "NOUN" and _is_person(word)]
        if (
            near
            and parent.upos == "NOUN"
            and parent.ner == "O"
            and parent.id < start
            and not tree.has_comma_before(token)
        ):
            yield replace(token, head=near[-1].id)


def _noun_before(tree: Tree, start: int) -> Token:
    """Return the head of the name or noun that ends just before a place, commas and closing marks passed over."""
    noun = tree.token(max(start - 1, 1))
    while noun.upos == "PUNCT" and noun.id > 1:
        noun = tree.token(noun.id - 1)
    while noun.deprel in ("flat", "compound") and noun.head:
        noun = tree.token(noun.head)
    return noun


def _is_person(noun: Token) -> bool:
    return names_person(noun.lemma) or noun.ner.endswith("PER")


def lift_joined_finites(tree: Tree) -> Iterator[Token]:
    """A finite verb is joined to a finite one: in "agreed to add two but did not accede" nobody agrees to accede."""
    for token in tree.related("conj"):
        if not token.head or not is_finite(tree, token):
            continue
        first = tree.first_conjunct(token)
        above = tree.parent(first)
        is_bare = tree.child(token, "nsubj") is None and tree.marker(first) == "to" and not is_finite(tree, first)
        if is_bare and first.deprel == "xcomp" and above is not None and is_finite(tree, above):
            yield replace(token, head=above.id)


def join_absolutes(tree: Tree) -> Iterator[Token]:
    """The noun between "with" and a participle is its subject: "with 35,000 students protesting in Belgium"."""
    for verb in tree.related("advcl"):
        mark = tree.child(verb, "mark")
        is_open = verb.xpos in ("VBG", "VBN") and tree.child(verb, "nsubj") is None
        if not is_open or verb.deprel != "advcl" or mark is None or mark.form.lower() not in ("with", "without"):
            continue
        for noun in tree.children(tree.token(verb.head), "obl", "nsubj", "obj", "dep"):
            if mark.id < noun.id < verb.id and not tree.preposition(noun) and noun.upos in ("NOUN", "PROPN", "PRON"):
                yield replace(noun, head=verb.id, deprel="nsubj")
                break


def join_cased_absolutes(tree: Tree) -> Iterator[Token]:
    """ "attacked it, with Ann Roe of Oslo calling it a sham": what stands between "with" and a participle acts.

    The parser hangs the participle on the verb or on the noun; set off by a comma, neither is right.
    """
    for case in tree.related("case"):
        noun = tree.parent(case)
        if case.form.lower() != "with" or noun is None or not tree.has_comma_before(noun):
            continue
        above = tree.parent(noun)
        if above is None or noun.relation not in ("obl", "obj", "nsubj"):
            continue
        beside = [verb for verb in tree.children(above, "advcl") if tree.subtree(noun)[-1].id + 1 == verb.id]
        for verb in [*tree.children(noun, "acl"), *beside]:
            if verb.deprel in ("acl", "advcl") and verb.xpos == "VBG" and tree.child(verb, "nsubj") is None:
                yield replace(verb, head=above.id, deprel="advcl")
                yield replace(noun, head=verb.id, deprel="nsubj")
                yield replace(case, head=verb.id, deprel="mark")
                break


def lift_late_conjuncts(tree: Tree) -> Iterator[Token]:
    """A verb without subject is joined to the verb above where it cannot be joined to what that one governs.

    "Syria denied that it had stopped the convoy, and blamed rebels": a comma parts what is said; "noted that they did
    not ratify it and mentioned a route", "found it could rule and found against him": another form; "said there was
    hope and urged calm": "there" does not urge.
    """
    for token in tree.related("conj"):
        if not token.head or tree.child(token, "nsubj", "expl", "mark", "aux", "cop"):
            continue
        first = tree.token(token.head)
        above = tree.parent(first)
        is_governed = first.relation == "ccomp" and above is not None and above.id < first.id
        is_clause = token.xpos in ("VBD", "VBZ", "VBP", "VBN") and tree.child(first, "nsubj", "expl") is not None
        if not is_governed or above is None or not is_clause or not _is_like(above, token):
            continue
        joint = tree.child(token, "cc")
        has_comma = joint is not None and joint.id > 1 and tree.token(joint.id - 1).form == ","
        is_unlike = tree.child(first, "aux") is not None and first.xpos == "VB"
        is_parted = is_speech(above.lemma) and (has_comma or tree.child(first, "expl") is not None)
        if is_unlike or is_parted:
            yield replace(token, head=above.id)


def _is_like(verb: Token, other: Token) -> bool:
    """Whether two verbs may be joined by their form; a past participle and a past look alike in most verbs."""
    past = ("VBD", "VBN")
    return verb.xpos == other.xpos or (verb.xpos in past and other.xpos in past)


def free_deeds(tree: Tree) -> Iterator[Token]:
    """What somebody is accused of or kept from belongs to the verb: "accused the mayor of selling land"."""
    for clause in tree.related("acl"):
        noun = tree.parent(clause)
        verb = tree.parent(noun) if noun is not None else None
        is_gerund = clause.deprel == "acl" and clause.xpos == "VBG"
        if is_gerund and noun is not None and verb is not None and noun.relation in ("obj", "nsubj"):
            is_patient = noun.relation == "obj" or noun.deprel == "nsubj:pass"
            if is_patient and clause.id > verb.id and names_deed(verb.lemma, tree.marker(clause)):
                yield replace(clause, head=verb.id, deprel="advcl")


def join_denied_nouns(tree: Tree) -> Iterator[Token]:
    """A noun after "not" is joined to the one before, it does not describe it: "talks with Iran, not Iraq"."""
    for noun in tree.related("appos"):
        if any(child.form.lower() == "not" for child in tree.children(noun, "advmod")):
            yield replace(noun, deprel="conj")


def lift_prepositions(tree: Tree) -> Iterator[Token]:
    """A preposition belongs to the head of the phrase it opens: "in honor of American congressman William Jones"."""
    for case in tree.related("case"):
        if case.xpos == "POS" or not case.head:
            continue
        inner = tree.token(case.head)
        head = tree.parent(inner)
        if head is not None and inner.deprel in ("appos", "flat") and case.id < head.id < inner.id:
            yield replace(case, head=head.id)


REPAIRS: tuple[Repair, ...] = (
    *NAME_REPAIRS,
    *ATTACHMENTS,
    *OBJECTS,
    *COMPLEMENTS,
    *REPORTS,
    *HEADLINES,
    join_cased_absolutes,
    free_auxiliaries,
    lift_joined_infinitives,
    *SUBJECTS,
    turn_first_objects,
    turn_lone_judgements,
    gather_titles,
    lift_prepositions,
    free_infinitives,
    free_parentheses,
    turn_which_from_persons,
    turn_who_from_things,
    lift_joined_finites,
    join_absolutes,
    lift_late_conjuncts,
    free_deeds,
    join_denied_nouns,
)
