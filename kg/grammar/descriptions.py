"""Mends how titles, places and amounts hang on their nouns where the parser is known to go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.grammar.amounts import find_currency, find_unit
from kg.grammar.repairs import REPAIRS
from kg.grammar.times import is_temporal
from kg.grammar.titles import APPOINTING, is_office
from kg.grammar.trees import Repair, Tree, repaired
from kg.lexicon import find_lone_given_name, is_listed
from kg.linking import find_capital, find_city, find_country, find_demonym
from kg.model import Sentence, Token

SUFFIXES = frozenset({"elect", "designate", "nominate", "general"})
# Such a noun before "of NAME" is that place only where the name is no larger town: "a suburb of Damascus" is another.
PARTS = frozenset(
    {"suburb", "district", "neighborhood", "neighbourhood", "quarter", "borough", "capital", "metropolis"}
)
MEASURE_PREPOSITIONS = frozenset({"to", "from", "by"})
LOOSE_CASES = frozenset({"between", "over", "under", "around", "about", "above", "below"})


def mend_descriptions(sentence: Sentence) -> Sentence:
    """Return the sentence with titles, place names and amounts attached as UD has them; it stays a tree."""
    return repaired(sentence, MENDS).sentence


def mended_tree(sentence: Sentence) -> Tree:
    """Return the tree of the sentence after all repairs, those of `mend` first."""
    return repaired(sentence, (*REPAIRS, *MENDS))


def join_double_titles(tree: Tree) -> Iterator[Token]:
    """ "Secretary-General Ban Ki-moon", "Attorney General Eric Holder": both words are one title."""
    if "general" not in tree.words:
        return
    for title in tree.tokens[:-1]:
        suffix = tree.token(title.id + 1)
        if suffix.form == "-" and suffix.id < len(tree.tokens):
            suffix = tree.token(suffix.id + 1)
        is_pair = suffix.form.lower() == "general" and is_office(title) and suffix.head != 0
        is_same = title.head == suffix.head and title.relation == suffix.relation
        if is_pair and title.deprel == "iobj" and suffix.deprel == "nmod:desc":
            yield replace(title, head=suffix.head, deprel="nmod:desc")  # "met Attorney General Eric Holder"
            is_same = True
        if is_pair and (is_same or tree.token(suffix.head or 1).head == title.id):
            yield replace(suffix, head=title.id, deprel="flat")
            for child in tree.children(suffix):
                yield replace(child, head=title.id)


def join_suffixed_titles(tree: Tree) -> Iterator[Token]:
    """ "President-elect Luis Vega": elect and president are one title of the name after them."""
    if tree.words.isdisjoint(SUFFIXES):
        return
    for suffix in tree.tokens[1:]:
        dash = tree.token(suffix.id - 1)
        title = tree.token(dash.id - 1) if dash.form == "-" and dash.id > 1 else dash
        if suffix.form.lower() not in SUFFIXES or not is_office(title):
            continue
        name = next((child for child in tree.children(suffix, "flat", "appos") if child.id == suffix.id + 1), None)
        if name is not None:  # the suffix was taken for the head of the name
            yield replace(name, head=suffix.head, deprel=suffix.deprel, ner=name.ner.replace("I-", "B-"))
            for child in tree.children(suffix):
                if child.id > name.id:
                    yield replace(child, head=name.id)
            yield replace(title, head=name.id, deprel="nmod:desc")
        elif title.head == suffix.id:
            yield replace(title, head=suffix.head, deprel=suffix.deprel)
            for child in tree.children(suffix):
                if child.id not in (title.id, dash.id):
                    yield replace(child, head=title.id)
        else:
            continue
        if dash is not title:
            yield replace(dash, head=suffix.id)
        yield replace(suffix, head=title.id, deprel="flat", ner="O")


def part_joined_titles(tree: Tree) -> Iterator[Token]:
    """ "Secretary Hale and Minister Luc Martin met": the second title belongs to the second name, which is joined."""
    for title in tree.related("nmod:desc", "conj"):
        first = tree.parent(title)
        is_title = title.deprel in ("nmod:desc", "conj") and is_office(title) and first is not None
        if not is_title or first is None or title.id < first.id or first.upos != "PROPN":
            continue
        beside = next((name for name in tree.children(first, "conj") if name.id == title.id + 1), None)
        if beside is not None and beside.ner == "B-PER":
            yield replace(title, head=beside.id, deprel="nmod:desc")
            yield from (replace(joiner, head=beside.id) for joiner in tree.children(title, "cc"))
            continue
        name = next((child for child in tree.children(title, "appos", "flat") if child.ner == "B-PER"), None)
        joiner = tree.child(title, "cc")
        if name is None or name.id != title.id + 1 or (joiner is None and title.deprel != "conj"):
            continue
        yield replace(name, head=first.id, deprel="conj")
        yield replace(title, head=name.id, deprel="nmod:desc")
        if joiner is not None:
            yield replace(joiner, head=name.id)


def join_doubled_titles(tree: Tree) -> Iterator[Token]:
    """ "Party leader and Prime Minister Ann Roe said": a bare office joined to a name with a title is hers as well.

    A noun in the singular without an article is no participant (Quirk et al. 1985, 5.41).
    """
    for office in tree.related("nsubj", "obj", "obl", "nmod"):
        name = tree.child(office, "conj")
        if office.xpos != "NN" or not is_office(office) or name is None or name.ner != "B-PER":
            continue
        is_bare = tree.child(office, "det", "nmod:poss", "nummod", "case") is None
        title = tree.child(name, "nmod:desc")
        if is_bare and title is not None and title.id < name.id and is_office(title):
            yield replace(name, head=office.head, deprel=office.deprel)
            yield replace(office, head=name.id, deprel="nmod:desc")


def join_firm_names(tree: Tree) -> Iterator[Token]:
    """ "Lowell & Finch sued": two names joined by an ampersand are one body, as "and" between them never says.

    Two people who go by their given names are none: "Amanda & Alex were nominated".
    """
    for mark in tree.tokens[1:-1] if "&" in tree.words else ():
        left, right = tree.token(mark.id - 1), tree.token(mark.id + 1)
        if mark.form != "&" or right.deprel != "conj" or left.upos != "PROPN" or right.upos != "PROPN":
            continue
        if all(find_lone_given_name(name.form) for name in (left, right)):
            continue
        first = tree.token(right.head)
        name = [token for token in tree.tokens[first.id - 1 : right.id] if token is not first]
        inside = {first.id, *(token.id for token in name)}
        if first.upos != "PROPN" or first.id >= mark.id or any(token.head not in inside for token in name):
            continue
        yield replace(first, ner="B-ORG")
        for token in name:
            yield replace(token, head=first.id, deprel="flat", ner="I-ORG")


def part_joined_appositions(tree: Tree) -> Iterator[Token]:
    """ "Ann Roe, a lawyer, and Tim Hall, a teacher,": a singular apposition right after the last name is its own."""
    for noun in tree.related("appos"):
        first = tree.parent(noun)
        if first is None or first.upos != "PROPN" or not noun.has_feature("Number=Sing"):
            continue
        start = next(token.id for token in tree.subtree(noun) if token.upos != "PUNCT")
        for name in tree.children(first, "conj"):
            last = tree.subtree(name)[-1].id
            if name.upos == "PROPN" and name.id < start and tree.token(last + 1).form == "," and start == last + 2:
                yield replace(noun, head=name.id)


def turn_named_holders(tree: Tree) -> Iterator[Token]:
    """ "spoke with Secretary of State Mike Pompeo": a person's name right after an office, without a preposition."""
    for name in tree.related("nmod"):
        office = tree.parent(name)
        if name.ner != "B-PER" or name.deprel != "nmod" or office is None or not is_office(office):
            continue
        before = {member.id for member in tree.subtree(office)} - {member.id for member in tree.subtree(name)}
        if office.id < name.id and tree.child(name, "case") is None and name.id - 1 in before:
            yield replace(name, deprel="appos")


def part_titles_in_names(tree: Tree) -> Iterator[Token]:
    """ "between US President Donald Trump and": country and office taken for parts of the name go before it again."""
    for country, office, name in zip(tree.tokens, tree.tokens[1:], tree.tokens[2:], strict=False):
        is_taken = office.deprel == name.deprel == "flat" and office.head == name.head == country.id
        if not is_taken or not is_office(office) or not (find_country(country.form) or find_demonym(country.form)):
            continue
        yield replace(name, head=country.head, deprel=country.deprel, ner=country.ner)
        yield replace(office, head=name.id, deprel="nmod:desc", ner="O")
        yield replace(country, head=office.id, deprel="compound", ner="B-LOC")
        for child in tree.children(country):
            if child.id not in (office.id, name.id):
                yield replace(child, head=name.id)


def gather_owners(tree: Tree) -> Iterator[Token]:
    """ "Supreme Court Justice Helen Ward": the body before a title belongs to the title."""
    for owner in tree.tokens[:-1]:
        if owner.deprel != "nmod:desc" or not owner.ner.endswith("ORG") or is_office(owner):
            continue
        title = tree.token(owner.id + 1)
        while title.deprel in ("amod", "compound") and title.id < len(tree.tokens):
            title = tree.token(title.id + 1)
        if is_office(title) and title.deprel == "nmod:desc" and title.head == owner.head:
            yield replace(owner, head=title.id, deprel="compound")


def join_offices(tree: Tree) -> Iterator[Token]:
    """ "Carl Marsh, prime minister and leader of the party": the second office is joined to the first, not the name."""
    for second in tree.related("conj"):
        name = tree.parent(second)
        if second.upos != "NOUN" or name is None or not is_office(second):
            continue
        between = [child for child in tree.children(name, "appos") if is_office(child) and child.id < second.id]
        if name.upos == "PROPN" and between:
            yield replace(second, head=between[-1].id)


def free_appointments(tree: Tree) -> Iterator[Token]:
    """ "Parliament elected Omar Zaid prime minister": an office right after who is elected is what he is elected.

    The parser hangs one of them on the other.
    """
    for name in tree.related("compound", "nmod:desc"):
        office = tree.parent(name)
        verb = tree.parent(office) if office is not None else None
        if office is None or verb is None or office.deprel != "obj" or name.ner != "B-PER" or name.id > office.id:
            continue
        is_elected = verb.lemma in APPOINTING and office.has_feature("Number=Sing") and is_office(office)
        if is_elected and tree.subtree(name)[0].id == verb.id + 1:
            yield replace(name, head=verb.id, deprel="obj")
            yield replace(office, deprel="xcomp")
    for post in tree.related("appos", "flat"):
        holder = tree.parent(post)
        verb = tree.parent(holder) if holder is not None else None
        if post.deprel not in ("appos", "flat") or holder is None or verb is None or not is_office(post):
            continue
        if holder.relation == "obj" and verb.lemma in APPOINTING and not tree.has_comma_before(post):
            yield replace(post, head=verb.id, deprel="xcomp")


def turn_appointments(tree: Tree) -> Iterator[Token]:
    """ "Theresa May appointed him Foreign Secretary": he is appointed, and is no receiver of a secretary.

    So it is with "the": "appointed him the head of the bank".
    """
    for office in tree.related("obj"):
        verb = tree.parent(office)
        if verb is None or verb.lemma not in APPOINTING or not is_office(office):
            continue
        person = tree.child(verb, "iobj")
        det = tree.child(office, "det")
        is_post = (det is None or det.form.lower() == "the") and tree.child(office, "case") is None
        if person is not None and person.id < office.id and is_post:
            yield replace(person, deprel="obj")
            yield replace(office, deprel="xcomp")


def lift_place_names(tree: Tree) -> Iterator[Token]:
    """ "entered the Syrian city of Homs" is to enter Homs: the name takes the place of the noun that describes it."""
    for noun in tree.governing("nmod"):
        if not is_listed("settlements", noun.form.lower()) or noun.relation in ("compound", "amod", "root"):
            continue
        if not any(det.form.lower() == "the" for det in tree.children(noun, "det")):
            continue
        name = next((child for child in tree.children(noun, "nmod") if _is_same_place(tree, noun, child)), None)
        of = tree.child(name, "case") if name is not None else None
        if name is None or of is None or tree.child(noun, "cop") is not None:
            continue
        yield replace(name, head=noun.head, deprel=noun.deprel)
        yield replace(noun, head=name.id, deprel="nmod:desc")
        yield replace(of, head=noun.id, deprel="dep")
        for child in tree.children(noun):
            if child.id > name.id or child.relation == "case":
                yield replace(child, head=name.id)


def _is_same_place(tree: Tree, noun: Token, name: Token) -> bool:
    if tree.preposition(name) != "of" or tree.token(noun.id + 1).form != "of" or name.upos != "PROPN":
        return False
    if not (name.ner.endswith("LOC") or find_city(name.form)) or find_country(name.form) is not None:
        return False
    is_national = any(find_demonym(child.form) for child in tree.children(noun, "amod", "compound"))
    if noun.form.lower() == "capital":
        return is_national and find_capital(name.form) is not None
    return noun.form.lower() not in PARTS or find_city(name.form) is None


def join_per_cent(tree: Tree) -> Iterator[Token]:
    """ "8.1 per cent" is one measure, and the object of a verb that has none."""
    for cent in tree.tokens[2:] if "cent" in tree.words else ():
        per, number = tree.token(cent.id - 1), tree.token(cent.id - 2)
        if cent.form.lower() != "cent" or per.form.lower() != "per" or number.upos != "NUM":
            continue
        outside = number.head not in (cent.id, per.id)
        deprel, head = (
            (number.deprel, number.head) if outside and number.deprel != "nummod" else (cent.deprel, cent.head)
        )
        verb = tree.token(head) if head else None
        is_bare = deprel == "obl:unmarked" or (deprel == "obl" and tree.children(cent, "case") == [per])
        if is_bare and verb is not None and verb.upos == "VERB" and tree.child(verb, "obj") is None:
            deprel = "obj"
        yield replace(cent, head=head, deprel=deprel)
        yield replace(per, head=cent.id, deprel="compound")
        yield replace(number, head=cent.id, deprel="nummod")
        for child in tree.children(number, "case"):
            yield replace(child, head=cent.id)


def _is_measure(tree: Tree, token: Token) -> bool:
    if token.upos == "NUM" and tree.child(token, "nmod:unmarked", "compound") is None:
        return not is_temporal(token.form)
    has_number = tree.child(token, "nummod") is not None
    return has_number and (find_currency(token) is not None or find_unit(token) is not None)


def turn_measures(tree: Tree) -> Iterator[Token]:
    """An amount after a verb without object is its object: "costs between 20 and 30 pounds", "paid US$4m"."""
    for amount in tree.related("iobj", "obl"):
        verb = tree.parent(amount)
        if verb is None or verb.upos != "VERB" or tree.child(verb, "obj") is not None or not _is_measure(tree, amount):
            continue
        cases = tree.children(amount, "case")
        is_loose = bool(cases) and all(case.form.lower() in LOOSE_CASES for case in cases)
        if amount.deprel == "iobj" or (amount.relation == "obl" and is_loose):
            yield replace(amount, deprel="obj")
            for case in cases:
                yield replace(case, deprel="advmod")


def free_measures(tree: Tree) -> Iterator[Token]:
    """ "rose $1.20 to $114": the second amount tells how far the verb goes, not whose the first is."""
    for amount in tree.related("nmod"):
        first = tree.parent(amount)
        if first is None or not _is_measure(tree, amount):
            continue
        verb = tree.parent(first)
        is_after = tree.preposition(amount) in MEASURE_PREPOSITIONS and first.relation in ("obj", "obl")
        if amount.upos == "NUM" and tree.preposition(first) != "from":
            continue  # "20 to 30 people", but "rose from 9 to 10"
        if is_after and _is_measure(tree, first) and verb is not None and verb.upos == "VERB":
            yield replace(amount, head=verb.id, deprel="obl")


def free_dates(tree: Tree) -> Iterator[Token]:
    """ "said yesterday morning the laws should change": what stands between saying and subject dates the saying."""
    for date in tree.related("obl"):
        clause = tree.parent(date)
        if clause is None or clause.deprel != "ccomp" or not is_temporal(date.form):
            continue
        verb, subject = tree.parent(clause), tree.child(clause, "nsubj")
        if verb is None or subject is None or tree.child(clause, "mark") is not None:
            continue
        phrase = tree.subtree(date)
        is_between = verb.id < phrase[0].id and phrase[-1].id < tree.subtree(subject)[0].id
        if is_between and "," not in (tree.token(phrase[-1].id + 1).form, tree.token(phrase[0].id - 1).form):
            yield replace(date, head=verb.id)


MENDS: tuple[Repair, ...] = (
    join_double_titles,
    join_suffixed_titles,
    part_titles_in_names,
    part_joined_titles,
    join_doubled_titles,
    join_firm_names,
    part_joined_appositions,
    gather_owners,
    turn_named_holders,
    join_offices,
    free_appointments,
    turn_appointments,
    lift_place_names,
    join_per_cent,
    turn_measures,
    free_measures,
    free_dates,
)
