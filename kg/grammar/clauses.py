"""Clauses in a Universal Dependencies tree: their heads, voice, and subjects stated, shared or understood."""

from __future__ import annotations

from kg.grammar.times import is_temporal
from kg.grammar.trees import Tree, asked_once, is_finite
from kg.lexicon import find_effect, holds_as, is_judging, names_deed
from kg.model import Token

CLAUSAL = frozenset({"root", "ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj", "list", "appos", "dep"})
# Verbs whose understood subject below them is their own subject although they have an object (Rosenbaum 1967).
SUBJECT_CONTROL = frozenset({"promise", "pledge", "vow", "threaten", "offer", "use", "join", "visit", "meet"})
# Who is sent, appointed or invited is to act (Levin 1993, 11.1 and 29.1).
SENDING = frozenset(
    """appoint assign call choose commission deploy designate dispatch elect employ engage enlist hire invite mobilize
    nominate post recruit select send station summon train""".split()
)
# Nouns for the trouble or luck one has in doing something: who has it does it ("had difficulties getting in").
TROUBLES = frozenset({"difficulty", "trouble", "problem", "fun", "luck", "success", "experience"})
# Markers of an adverbial clause; a gerund after them belongs to the clause, wherever the parser hangs it.
ADVERBIAL = frozenset({"after", "before", "while", "when", "since", "by", "upon", "without", "despite", "besides"})
# How much somebody does to reach an end: "did little to help", "do everything to win".
AMOUNTS = frozenset(
    {"more", "enough", "much", "little", "less", "everything", "nothing", "something", "anything", "all"}
)
# What shows that something is so.
SHOWING = frozenset({"demonstrate", "evidence", "illustrate", "indicate", "see", "show", "suggest"})
COPULAR = frozenset({"become", "remain", "stay"})


@asked_once
def is_clause(tree: Tree, token: Token) -> bool:
    """Whether a token heads a clause: a verb in a clausal relation, or a predicate with a copula."""
    if tree.child(token, "cop") is not None and token.relation not in ("amod", "det", "case", "mark"):
        return True
    if token.deprel == "conj":
        first = tree.first_conjunct(token)
        is_like = token.upos == "VERB" or tree.child(token, "nsubj") is not None
        return is_like and (is_clause(tree, first) or tree.child(token, "nsubj") is not None)
    if token.upos == "VERB":
        return token.relation in CLAUSAL and not (is_judgement(tree, token) or is_comment(tree, token))
    return token.upos == "ADJ" and token.relation in CLAUSAL and tree.child(token, "nsubj") is not None


def is_judgement(tree: Tree, token: Token) -> bool:
    """Whether a word is what something is called, no event of its own: "called the vetoes appalling"."""
    parent = tree.parent(token)
    is_bare = token.deprel == "xcomp" and not tree.marker(token) and tree.child(token, "nsubj", "obj") is None
    return is_bare and parent is not None and is_judging(parent.lemma)


def is_comment(tree: Tree, token: Token) -> bool:
    """Whether a clause tells how something is known: "as seen by the scaffolding" (Quirk et al. 1985, 15.53)."""
    is_bare = token.relation == "advcl" and token.xpos == "VBN" and tree.child(token, "nsubj", "aux:pass") is None
    return is_bare and token.lemma in SHOWING and tree.marker(token) == "as"


@asked_once
def is_passive(tree: Tree, head: Token) -> bool:
    """Whether a clause is passive, its auxiliary stated, shared ("was arrested and charged") or left out.

    "Lugo was released", "concerns raised by members", "sparked by rhetoric".
    """
    if tree.child(head, "nsubj:pass", "aux:pass", "csubj:pass") is not None:
        return True
    if head.upos != "VERB" or not head.has_feature("VerbForm=Part") or head.has_feature("Tense=Pres"):
        return False
    if tree.child(head, "aux", "nsubj") is not None:
        return False
    if head.deprel == "conj":
        first = tree.first_conjunct(head)
        is_perfect = any(auxiliary.lemma == "have" for auxiliary in tree.children(first, "aux"))
        # "after attending a game and taken home"; "returned and cooperated" are both past, whatever the tag
        is_past = first.xpos == "VBD" and head.form.endswith("ed")
        is_bare = head.xpos == "VBN" and first.xpos != "VBN" and not is_perfect and not is_past
        return tree.child(head, "obj") is None and (is_bare or is_passive(tree, first))
    return head.relation in ("acl", "advcl", "amod", "xcomp", "parataxis", "root") and head.xpos in ("VBN", "VBD")


def relative_pronoun(tree: Tree, clause: Token) -> Token | None:
    """Return the who, which or that of a relative clause, None if it has none."""
    for member in tree.subtree(clause):
        if member.xpos in ("WP", "WDT") and "PronType=Int" not in member.feats:
            owner = next((above for above in tree.ancestors(member) if is_clause(tree, above)), None)
            if owner is not None and owner.id == clause.id:
                return member
    return None


def relative_role(tree: Tree, clause: Token) -> str:
    """Return the role of the antecedent in its relative clause: nsubj, nsubj:pass, obj or obl:PREPOSITION.

    With no pronoun the gap tells: "the law Congress passed" lacks an object, "the place he lives in" strands
    its preposition.
    """
    if any(
        member.xpos == "WP$" and member.head in (child.id for child in tree.children(clause)) for member in tree.tokens
    ):
        return ""  # "seekers whose boat sank": nobody sank the seekers
    pronoun = relative_pronoun(tree, clause)
    if pronoun is not None:
        target = pronoun if pronoun.head == clause.id else tree.token(pronoun.head)
        if target is not pronoun:
            return ""
        if target.relation == "obl":
            return f"obl:{tree.preposition(target) or 'to'}"
        return target.deprel
    if any(child.xpos == "WRB" for child in tree.children(clause, "advmod")):
        return ""  # "the institute where he assisted"
    if tree.child(clause, "nsubj") is None:
        return "nsubj:pass" if is_passive(tree, clause) else "nsubj"
    if clause.head and is_temporal(tree.token(clause.head).lemma):
        return ""  # "the night Serbians protested"
    return "obj" if tree.child(clause, "obj", "xcomp", "ccomp", "cop") is None and clause.upos == "VERB" else ""


def subjects(tree: Tree, head: Token, depth: int = 0) -> list[Token]:
    """Return the heads of a clause's subjects, conjuncts multiplied out; [] where nobody is meant or known.

    A conjunct, a participle, an infinitive and a relative clause take theirs from outside.
    """
    own = tree.child(head, "nsubj", "csubj")
    if own is not None and own.relation == "nsubj":
        if own.xpos in ("WP", "WDT") and head.deprel == "acl:relcl" and head.head:
            return _antecedents(tree, head)
        is_possessive = any(case.xpos == "POS" for case in tree.children(own, "case"))
        return [] if is_possessive else nominal_conjuncts(tree, own)  # "while Acme's rose": Acme's what?
    if own is not None or depth > 12:
        return []
    return _understood_subjects(tree, head, depth)


def nominal_conjuncts(tree: Tree, token: Token) -> list[Token]:
    """Return a noun and the nouns joined to it, but those the joining word denies: "with Iran, not Iraq"."""
    return [member for member in tree.conjuncts(token) if _is_joined(tree, token, member)] or [token]


def _is_joined(tree: Tree, token: Token, member: Token) -> bool:
    """Whether a conjunct is one of those told of: "men but not women" are men; "not only men but women" are both."""
    if is_clause(tree, member):
        return False
    if member.id == token.id:
        return True
    words = [child.form.lower() for child in tree.children(member, "advmod") if child.id < member.id]
    return not (("not" in words and "only" not in words) or is_without(tree, member))


def is_without(tree: Tree, conjunct: Token) -> bool:
    """Whether a conjunct is told to be lacking beside what is not: the senator in "has a delegate but no senator".

    In "no men and no women" the clause denies both.
    """
    first = tree.first_conjunct(conjunct)
    return _has_no(tree, conjunct) and not _has_no(tree, first)


def _has_no(tree: Tree, noun: Token) -> bool:
    return any(word.form.lower() == "no" for word in tree.children(noun, "det"))


def _antecedents(tree: Tree, clause: Token) -> list[Token]:
    """Return what a relative clause is about; joined nouns where its verb is plural and follows them."""
    antecedent = tree.token(clause.head)
    first = tree.first_conjunct(antecedent)
    group = nominal_conjuncts(tree, first)
    auxiliary = tree.child(clause, "aux", "cop") or clause
    is_plural = auxiliary.form.lower() in ("have", "are", "were") or auxiliary.xpos == "VBP"
    return group if is_plural and len(group) > 1 and group[-1].id < clause.id else [antecedent]


def _understood_subjects(tree: Tree, head: Token, depth: int) -> list[Token]:
    parent = tree.parent(head)
    if parent is None:
        return []
    if head.deprel == "conj":
        first = tree.first_conjunct(head)
        return subjects(tree, first, depth + 1)
    if head.deprel == "acl:relcl":
        return _antecedents(tree, head) if relative_role(tree, head).startswith("nsubj") else []
    if head.deprel == "xcomp":
        return _controlled(tree, head, parent, depth)
    if head.relation == "acl":
        return _noun_controlled(tree, head, parent)
    if head.relation == "advcl" and head.deprel != "advcl:relcl":
        return _adjunct_subjects(tree, head, parent, depth)
    return []


def _controlled(tree: Tree, head: Token, parent: Token, depth: int) -> list[Token]:
    """The object controls an infinitive ("urged Moscow to reconsider"), else the subject ("tried to prod")."""
    controller = tree.child(parent, "obj", "iobj")
    if controller is not None and parent.lemma not in SUBJECT_CONTROL and controller.xpos not in ("WP", "WDT"):
        return nominal_conjuncts(tree, controller)
    return _pressed(tree, head, parent) or subjects(tree, parent, depth + 1)


def _pressed(tree: Tree, head: Token, parent: Token) -> list[Token]:
    """ "called on Egypt to join", "called for members to spend more": the phrase before the infinitive is to act."""
    if find_effect(parent.lemma, parent.upos) not in ("wanted", "asked", "required"):
        return []
    for child in tree.children(parent, "obl"):
        if tree.preposition(child) in ("on", "for", "to") and child.id < head.id:
            return nominal_conjuncts(tree, child)
    return []


def _noun_controlled(tree: Tree, head: Token, parent: Token) -> list[Token]:
    """A participle is about its noun, an infinitive about who is pressed or whose plan it is."""
    if tree.marker(head) in ADVERBIAL:
        return nominal_conjuncts(tree, parent) if parent.relation == "nsubj" else []
    is_participle = head.has_feature("VerbForm=Part") or head.has_feature("VerbForm=Ger")
    if is_participle and not tree.marker(head):
        return _participle_subjects(tree, head, parent)
    return _planners(tree, head, parent)


def _participle_subjects(tree: Tree, head: Token, parent: Token) -> list[Token]:
    """ "tensions sparked by rhetoric" are sparked; what a comma sets off is about the subject of the clause."""
    governor = tree.parent(parent)
    if tree.child(parent, "cop") and tree.preposition(parent):
        return subjects(tree, parent, 1)  # "She is in the Far East representing Obama"
    if head.xpos == "VBG" and governor is not None:
        if parent.relation in ("obj", "obl") and _is_set_off(tree, head):
            return subjects(tree, governor, 1)  # "plied him with theories, calling me a fool"
        if parent.relation == "obj" and parent.lemma in TROUBLES:
            return subjects(tree, governor, 1)
    is_alone = parent.deprel == "conj" or not head.has_feature("VerbForm=Part")
    return [parent] if is_alone else nominal_conjuncts(tree, parent)


def _planners(tree: Tree, head: Token, parent: Token) -> list[Token]:
    """ "pressure on Assad to go"; "Russia's refusal to join"; "accuses Iran of efforts to build a bomb"."""
    governor = tree.parent(parent)
    if parent.lemma.lower() in AMOUNTS and parent.relation == "obj" and governor is not None:
        return subjects(tree, governor, 1)  # "needs to do more to stop it"
    if find_effect(parent.lemma, "NOUN") is None:
        return []
    pressed = [child for child in tree.children(parent, "nmod") if _may_act(tree, child) and child.id < head.id]
    owner = pressed[0] if pressed else tree.child(parent, "nmod:poss")
    if owner is not None:
        return nominal_conjuncts(tree, owner)
    if governor is not None and parent.relation == "obl" and names_deed(governor.lemma, tree.preposition(parent)):
        accused = tree.child(governor, "obj", "iobj", "nsubj:pass")
        return nominal_conjuncts(tree, accused) if accused is not None else []
    if governor is not None and parent.relation == "obj" and is_clause(tree, governor):
        is_request = find_effect(parent.lemma, "NOUN") in ("asked", "required")
        return [] if is_request else subjects(tree, governor, 1)
    return []


def _is_set_off(tree: Tree, clause: Token) -> bool:
    """Whether a comma parts a clause from the words before it."""
    first = tree.subtree(clause)[0]
    return first.form == "," or (first.id > 1 and tree.token(first.id - 1).form == ",")


def _may_act(tree: Tree, child: Token) -> bool:
    """Whether a phrase on a noun names who is to act: "pressure on Assad to go", "the decision of Masum to go"."""
    preposition = tree.preposition(child)
    return preposition in ("on", "for", "by", "to") or (preposition == "of" and child.upos == "PROPN")


def _adjunct_subjects(tree: Tree, head: Token, parent: Token, depth: int) -> list[Token]:
    """A subjectless adverbial clause is about the subject of its main clause ("after meeting Clinton").

    "prod Moscow into supporting", "prevent them from leaving" and "asked him to leave" are about the object;
    a purpose clause on an agentless passive ("was built to last") is about nobody stated, but who is sent is to act
    ("troops were sent to guard the port").
    """
    if is_finite(tree, head):
        return []
    controller = tree.child(parent, "obj", "iobj")
    marker = tree.marker(head)
    takes_object = (
        marker in ("into", "from")
        or (marker == "as" and holds_as(parent.lemma))  # "quoted Ruiz as saying", "identified it as being"
        or names_deed(parent.lemma, marker)
        or (marker == "against" and find_effect(parent.lemma, "INF") == "wanted")  # "warned parents against giving"
        or (marker == "to" and find_effect(parent.lemma, "VERB") in ("wanted", "asked", "required", "possible"))
    )
    is_done_to = marker == "to" and is_passive(tree, head) and not is_passive(tree, parent)
    if controller is not None and (takes_object or is_done_to):
        return nominal_conjuncts(tree, controller)  # "sent the men home to be tried"
    if marker == "to" and _pressed(tree, head, parent):
        return _pressed(tree, head, parent)
    if marker == "to" and is_clause(tree, parent) and is_passive(tree, parent):
        agent = tree.child(parent, "obl:agent")
        if agent is None and parent.lemma in SENDING:
            return subjects(tree, parent, depth + 1)
        return nominal_conjuncts(tree, agent) if agent is not None else []
    return subjects(tree, parent, depth + 1)
