"""What a clause says of itself: negation, modality, condition, question and order (Huddleston and Pullum 2002)."""

from __future__ import annotations

from kg.grammar.effects import MODALITIES
from kg.grammar.trees import Tree, asked_once, is_finite
from kg.lexicon import find_condition, find_effect, find_modal, find_negation, hold_denial, is_speech
from kg.model import Modality, Token

# In the present tense these look forward: "until the facts are known", "once the deal is signed".
AWAITING = frozenset({"until", "till", "once", "before", "as soon as"})
# These do beside a clause that looks forward itself: "will resign when the vote is over".
AWAITING_AHEAD = AWAITING | {"when", "after", "whenever", "as long as"}
# What follows these is left out of a denial (Huddleston and Pullum 2002, 7.5.2).
EXCEPTING = frozenset({"but", "except", "except for", "other than", "besides", "save"})
# After these "not" takes nothing back: "not only closed the plant but sold the land".
ADDING = frozenset({"only", "just", "merely", "simply", "solely", "least"})
# With "any" these deny: "barely any voters".
HARDLY = frozenset({"hardly", "barely", "scarcely"})
# What denies together with other words only, beside the words that the lexicon has.
ALMOST_DENYING = HARDLY | {"yet"}


@asked_once
def is_negated(tree: Tree, head: Token) -> bool:
    """Whether a clause denies: "did not sign", "never met", "no one came", "signed no treaty", "without signing"."""
    if not hold_denial(tree.words) and tree.words.isdisjoint(ALMOST_DENYING):
        return False
    if any(_denies(tree, child, head) for child in tree.children(head)):
        return True
    if _is_no_longer(tree, head) or _is_yet_to(tree, head) or _hangs_on_denial(tree, head):
        return True
    is_nominal = tree.child(head, "cop") is not None and head.upos == "NOUN"
    if is_nominal and any(find_negation(det.form) == "determiner" for det in tree.children(head, "det")):
        return True
    return _shares_negation(tree, head)


def _denies(tree: Tree, child: Token, head: Token) -> bool:
    """Whether one dependent denies its clause."""
    kind, relation = find_negation(child.form), child.relation
    if _is_fronted_denial(tree, child, head):
        return True
    if relation in ("advmod", "det", "cc", "aux") and kind == "adverb":
        return not (_is_adding(tree, child) or _is_nothing_but(tree, child, head))
    if relation in ("cc", "advmod") and child.form.lower() == "neither":
        return True  # "neither confirmed nor denied"
    if relation == "advmod" and kind == "almost":
        return child.id + 1 == head.id and head.upos == "VERB"  # "nearly collapsed"
    if relation == "mark":
        return find_negation(tree.marker(head)) == "preposition"
    return relation in ("nsubj", "obj", "obl") and is_negative_phrase(tree, child)


def _hangs_on_denial(tree: Tree, head: Token) -> bool:
    """ "Nowhere did the report mention it": the parser may take the clause for one that tells of the adverb."""
    if head.relation not in ("advcl", "acl"):
        return False
    parent, subject, auxiliary = tree.parent(head), tree.child(head, "nsubj"), tree.child(head, "aux", "cop")
    if parent is None or subject is None or auxiliary is None:
        return False
    is_inverted = parent.id < auxiliary.id < subject.id
    return is_inverted and parent.upos == "ADV" and find_negation(parent.form) == "adverb"


def _is_fronted_denial(tree: Tree, child: Token, head: Token) -> bool:
    """ "Not once did he call", "at no time did it rain": before an auxiliary before its subject stands what denies.

    "Rather than sell the ship, the navy scrapped it": so does this, where the parser takes it for a conjunction.
    """
    if child.form.lower() == "rather":
        follower = tree.token(child.id + 1) if child.id < len(tree.tokens) else child
        if follower.form.lower() == "than":
            return child.relation in ("cc", "case", "mark") and head.relation == "advcl"
    if child.relation not in ("advmod", "obl"):
        return False
    subject, auxiliary = tree.child(head, "nsubj"), tree.child(head, "aux", "cop")
    if subject is None or auxiliary is None or not child.id < auxiliary.id < subject.id:
        return False
    first = tree.subtree(child)[0]
    return first.id == 1 and find_negation(first.form) is not None and not _is_adding(tree, first)


def _is_adding(tree: Tree, adverb: Token) -> bool:
    """Whether a "not" adds: "not only closed the plant but also sold the land"."""
    follower = tree.token(adverb.id + 1) if adverb.id < len(tree.tokens) else adverb
    return adverb.form.lower() == "not" and follower.form.lower() in ADDING and follower.upos == "ADV"


def _is_nothing_but(tree: Tree, adverb: Token, head: Token) -> bool:
    """ "could not but accept" accepts, and so does "cannot help but accept"."""
    follower = tree.token(adverb.id + 1) if adverb.id < len(tree.tokens) else adverb
    return follower.form.lower() == "but" and follower.id < head.id


def _is_no_longer(tree: Tree, head: Token) -> bool:
    """ "no longer sells", "sells no more"."""
    for adverb in tree.children(head, "advmod"):
        before = tree.token(adverb.id - 1) if adverb.id > 1 else adverb
        if adverb.form.lower() in ("longer", "more") and before.form.lower() == "no":
            return True
    return False


def _is_yet_to(tree: Tree, head: Token) -> bool:
    """ "Parliament is yet to approve the budget" has not approved it."""
    adverbs = [adverb for adverb in tree.children(head, "advmod") if adverb.form.lower() == "yet"]
    return any(tree.token(adverb.id + 1).form.lower() == "to" for adverb in adverbs if adverb.id < head.id)


@asked_once
def find_exception(tree: Tree, phrase: Token) -> Token | None:
    """Return who is excepted where all others are denied, else None: Togo in "No one but Togo claimed the prize".

    So it is in "No country but Togo signed", where the parser joins the two.
    """
    is_no = any(word.form.lower() == "no" for word in tree.children(phrase, "det"))
    is_denial = find_negation(phrase.form) == "pronoun" or phrase.form.lower() == "one" or is_no
    if not is_denial or find_negation(tree.subtree(phrase)[0].form) is None:
        return None
    for child in tree.children(phrase, "nmod", "conj"):
        joint = tree.child(child, "cc")
        is_joined = joint is not None and joint.form.lower() == "but" and joint.id == phrase.id + 1
        if tree.preposition(child) in EXCEPTING or (is_joined and not _is_lacking(tree, child)):
            return child
    return None


def _is_lacking(tree: Tree, noun: Token) -> bool:
    return any(find_negation(word.form) is not None for word in tree.children(noun, "det", "advmod"))


@asked_once
def is_negative_phrase(tree: Tree, phrase: Token) -> bool:
    """Whether a noun phrase denies: "nobody", "no country", "neither Iran nor Iraq", and as subject "not every act"."""
    if not hold_denial(tree.words) and tree.words.isdisjoint(ALMOST_DENYING):
        return False
    if find_exception(tree, phrase) is not None:
        return False
    if find_negation(phrase.form) == "pronoun":
        return True
    words = [*tree.children(phrase, "det", "advmod", "cc:preconj")]
    words += [inner for word in words for inner in tree.children(word, "advmod")]
    forms = {word.form.lower() for word in words}
    if phrase.relation == "nsubj" and "not" in forms and not forms & ADDING:
        return True  # "not every act is a crime"
    if "any" in forms and not forms.isdisjoint(HARDLY):
        return True  # "barely any voters"
    return any(find_negation(word.form) == "determiner" for word in words)


def _shares_negation(tree: Tree, head: Token) -> bool:
    """Whether a bare second conjunct stands under the denial of the first: "did not meet or call him".

    After "or" it always does ("has never signed or ratified it"); after "and" only if it needs the auxiliary of the
    first ("did not meet and call him"), and after "but" never.
    """
    if head.deprel != "conj" or tree.child(head, "nsubj", "aux", "cop", "mark") is not None:
        return False
    first = tree.first_conjunct(head)
    conjunction = next((child.form.lower() for child in tree.children(head, "cc")), "")
    needs_auxiliary = tree.child(first, "aux") is not None and head.has_feature("VerbForm=Inf")
    is_shared = conjunction in ("or", "nor") or (conjunction in ("and", "") and needs_auxiliary)
    return is_shared and any(_denies(tree, child, first) for child in tree.children(first) if child.id < first.id)


@asked_once
def find_own_modality(tree: Tree, head: Token) -> Modality | None:
    """Return the modality a clause gives itself by auxiliary, adverb, subordinator or question mark, else None."""
    owner = head
    if head.deprel == "conj" and tree.child(head, "nsubj", "aux", "mark") is None:
        owner = tree.first_conjunct(head)
    if _is_inverted(tree, owner):
        return Modality.CONDITIONAL
    if _asks(tree, owner):
        return Modality.ASKED
    modality = _auxiliary_modality(tree, owner) or _subordinator_modality(tree, owner)
    if modality is not None:
        return modality
    modality = _adverb_modality(tree, head)
    if modality is not None:
        return modality
    if _is_question(tree, head):
        return Modality.ASKED
    return Modality.CONDITIONAL if _depends_on_condition(tree, owner) else _imperative(tree, head)


def _asks(tree: Tree, head: Token) -> bool:
    """Whether a clause asks for yes or no: "Will Ford close it?", "asked if the firm had paid"."""
    if head.relation == "ccomp" and tree.marker(head) in ("if", "whether"):
        return True
    auxiliary, subject = tree.child(head, "aux", "cop"), tree.child(head, "nsubj")
    is_inverted = auxiliary is not None and subject is not None and auxiliary.id < subject.id
    return is_inverted and _is_question(tree, head)


def _adverb_modality(tree: Tree, head: Token) -> Modality | None:
    """Return what a modal adverb tells of a clause: "probably signed", "stabbed reportedly several people"."""
    arguments = tree.children(head, "nsubj", "obj", "obl", "advcl")
    inner = [word for argument in arguments for word in tree.children(argument, "det", "amod", "nummod")]
    places = [head, *(argument for argument in arguments if argument.upos in ("NOUN", "PROPN", "ADV")), *inner]
    adverbs = [adverb for place in places for adverb in tree.children(place, "advmod")]
    first = tree.first_conjunct(head)
    if first is not head and tree.child(head, "nsubj", "aux") is None:  # "reportedly killed two and wounded six"
        adverbs += [adverb for adverb in tree.children(first, "advmod") if adverb.id < first.id]
    return next((modality for adverb in adverbs if (modality := find_modal(adverb.form)) is not None), None)


def _auxiliary_modality(tree: Tree, head: Token) -> Modality | None:
    """Return what a modal auxiliary tells: "may join", "would join if asked", "said they would join"."""
    modals = (find_modal(aux.form) for aux in tree.children(head, "aux"))
    modality = next((modality for modality in modals if modality is not None), None)
    if modality is Modality.REQUIRED and _is_inferred(tree, head):
        return Modality.PROBABLE
    if modality is Modality.POSSIBLE and any(
        _is_nothing_but(tree, word, head) for word in tree.children(head, "advmod")
    ):
        return None
    if modality is Modality.CONDITIONAL:
        modality = _reported_future(tree, head) or modality
    if modality is Modality.PLANNED and _depends_on_condition(tree, head):
        return Modality.CONDITIONAL
    return modality


def _is_inferred(tree: Tree, head: Token) -> bool:
    """ "The driver must have seen the train" infers what was; only what is to come can be required (Palmer 2001)."""
    auxiliaries = tree.children(head, "aux")
    return [auxiliary.lemma for auxiliary in auxiliaries[:2]] == ["must", "have"]


def _subordinator_modality(tree: Tree, head: Token) -> Modality | None:
    """Return what the word before a clause tells: "if", "in case", "is to", "until the facts are known"."""
    marker = _compound_marker(tree, head) or tree.marker(head) or _opening_adverb(tree, head)
    if marker == "to":
        return Modality.PLANNED if _is_arranged(tree, head) else None
    if marker == "that" and _is_subjunctive(tree, head):
        return Modality.REQUIRED
    condition = find_condition(marker) if marker else None
    if condition is not None:
        return condition
    parent = tree.parent(head)
    is_ahead = parent is not None and any(find_modal(aux.form) for aux in tree.children(parent, "aux"))
    is_awaited = (
        marker in (AWAITING_AHEAD if is_ahead else AWAITING) and is_finite(tree, head) and not is_past(tree, head)
    )
    return Modality.PLANNED if is_awaited else None


def _compound_marker(tree: Tree, head: Token) -> str:
    """Return a marker of three words that the parser takes for two adverbs and "as": "as long as the talks go on"."""
    mark = tree.child(head, "mark")
    if mark is None or mark.form.lower() != "as" or mark.id < 3:
        return ""
    words = " ".join(token.form.lower() for token in tree.tokens[mark.id - 3 : mark.id])
    return words if words in ("as long as", "as soon as") else ""


def _is_inverted(tree: Tree, head: Token) -> bool:
    """ "Had it happened earlier, more would have died": the auxiliary before the subject stands for "if"."""
    if head.relation != "advcl":
        return False
    subject = tree.child(head, "nsubj")
    auxiliaries = [aux for aux in tree.children(head, "aux", "cop") if aux.form.lower() in ("had", "were", "should")]
    is_first = subject is not None and bool(auxiliaries) and auxiliaries[0].id < subject.id
    return is_first and tree.tokens[-1].form != "?"


def _opening_adverb(tree: Tree, head: Token) -> str:
    """Return the "when" that opens a clause as an adverb, "" if none does."""
    adverbs = tree.children(head, "advmod")
    return adverbs[0].form.lower() if adverbs and adverbs[0].xpos == "WRB" and head.relation == "advcl" else ""


def _is_subjunctive(tree: Tree, head: Token) -> bool:
    """ "demands that the government cease" and "that he be freed" have a bare verb where a stated one is inflected."""
    verbs = tree.children(head, "aux", "aux:pass", "cop") or [head]
    subject = tree.child(head, "nsubj")
    if subject is None or verbs[0].lemma == "do" or head.relation not in ("ccomp", "acl", "csubj"):
        return False
    parent = tree.parent(head)
    is_single = subject.xpos in ("NN", "NNP") and tree.child(subject, "conj") is None
    is_insisted = parent is not None and parent.lemma in ("insist", "suggest", "insistence", "suggestion")
    return verbs[0].xpos == "VB" or (is_insisted and is_single and verbs[0].xpos == "VBP")


def _is_arranged(tree: Tree, head: Token) -> bool:
    """ "the line is to connect the fields": a form of be before the infinitive; headlines leave it out."""
    subject = tree.child(head, "nsubj")
    if head.relation == "root" and subject is not None and subject.id < head.id:
        return not _is_yet_to(tree, head)  # "Minister to visit Oslo"
    be = [child for child in tree.children(head, "cop", "aux") if child.lemma == "be"]
    to = tree.children(head, "mark")[-1]
    return head.upos != "ADJ" and any(child.id < to.id for child in be) and not _is_yet_to(tree, head)


def _reported_future(tree: Tree, head: Token) -> Modality | None:
    """Return the modality "would" has in a complement: after a speech verb what was "will", after a wish the wish.

    "announced that troops would be leaving" is planned, "expressed hope that they would repeal it" wanted.
    """
    parent = tree.parent(head)
    if parent is None or head.relation not in ("ccomp", "acl") or tree.child(head, "advcl") is not None:
        return None
    effect = find_effect(parent.lemma, parent.upos)
    if effect in MODALITIES:
        return Modality(effect)
    return Modality.PLANNED if is_speech(parent.lemma) and parent.has_feature("Tense=Past") else None


@asked_once
def is_past(tree: Tree, head: Token) -> bool:
    """Whether a clause tells what was or has been: "blocked", "have blocked", "was known", "did block"."""
    auxiliaries = tree.children(head, "aux", "aux:pass", "cop")
    if auxiliaries:
        return any(aux.has_feature("Tense=Past") or aux.lemma == "have" for aux in auxiliaries)
    return head.has_feature("Tense=Past")


def _depends_on_condition(tree: Tree, head: Token) -> bool:
    """ "If talks fail, prices rise" does not state that they rise; a past event beside an if-clause is stated."""
    clauses = tree.children(head, "advcl")
    is_open = any(find_condition(tree.marker(child)) is Modality.CONDITIONAL for child in clauses)
    return is_open and not is_past(tree, head)


def _is_question(tree: Tree, head: Token) -> bool:
    """Whether the first mark that can end a sentence after a clause is a question mark: "Did he go?" asked Ann."""
    first = tree.first_conjunct(head)
    if first.relation not in ("root", "ccomp", "parataxis") or tree.marker(first):
        return False
    for token in tree.tokens[head.id :]:
        if token.form in (".", "!", "?"):
            return token.form == "?"
        if token.form in ("“", "``") or (token.form == '"' and not _is_within_marks(tree, head)):
            return False  # "He wrote about it: “Why did she go?”"
    return False


def _is_within_marks(tree: Tree, head: Token) -> bool:
    """Whether a straight quotation mark opened before a word is still open there."""
    return sum(token.form == '"' for token in tree.tokens[: head.id]) % 2 == 1


def _imperative(tree: Tree, head: Token) -> Modality | None:
    """An order has no subject and a bare verb at the head of the sentence: "Leave the city."."""
    is_bare = head.has_feature("Mood=Imp") and tree.child(head, "nsubj", "aux") is None
    return Modality.REQUIRED if is_bare and head.relation == "root" else None
