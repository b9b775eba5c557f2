"""The time of a clause, from the dates in it, its tense and its prepositions."""

from __future__ import annotations

from kg.grammar.times import is_bare_unit, is_iso, normalize_time
from kg.grammar.trees import Tree
from kg.lexicon import find_modal
from kg.model import Mention, Modality, Token


def find_time(tree: Tree, head: Token, dates: list[Mention], published: str | None) -> str | None:
    """Return the first of a clause's dates that can be normalised, else the words of the first; None without dates."""
    if not dates:
        return None
    ahead = True if _looks_ahead(tree, head) else False if _looks_back(tree, head) else None
    if ahead and _was_ahead(tree, head):
        ahead = None
    kept = [mention for mention in dates if not _is_measured_from(tree, mention)]
    times = [_normalized(tree, mention, published, ahead=ahead) for mention in kept]
    known = [time for time in times if is_iso(time)]
    if len(known) > 1 and known[0].endswith("/..") and known[1].startswith("../"):
        return known[0].removesuffix("..") + known[1].removeprefix("../")  # "from 2007 until 2011"
    words = [time for time in times if not is_bare_unit(time)]
    return next(iter([*known, *words]), None)


def _normalized(tree: Tree, mention: Mention, published: str | None, *, ahead: bool | None) -> str:
    if _is_relative_to_the_story(tree, mention):
        return mention.text
    preposition = tree.preposition(tree.token(mention.head))
    return normalize_time(mention.text, published, ahead=ahead, preposition=preposition)


def _is_relative_to_the_story(tree: Tree, mention: Mention) -> bool:
    """ "The next month he resigned": counted from what was told before, not from the day of the document."""
    first = next(token for token in tree.tokens if token.start >= mention.start)
    before = tree.token(first.id - 1) if first.id > 1 else first
    return first.form.lower() in ("next", "previous", "following") and before.form.lower() == "the"


def _is_measured_from(tree: Tree, mention: Mention) -> bool:
    """ "36 minutes after the attack", "after nine days of talks": how long, not when."""
    last = next((token for token in reversed(tree.tokens) if token.end <= mention.end), None)
    follower = tree.token(last.id + 1) if last is not None and last.id < len(tree.tokens) else None
    is_next = follower is not None and follower.form.lower() in ("after", "before", "later", "earlier", "ahead", "into")
    head = tree.token(mention.head)
    is_counted = tree.child(head, "nummod") is not None and tree.preposition(head) in ("after", "before")
    return (is_next or is_counted) and is_bare_unit(head.form)


def _looks_ahead(tree: Tree, head: Token) -> bool:
    """Whether a clause speaks of the future: "will meet on Thursday", "plans to meet on Thursday"."""
    is_infinitive = tree.marker(head) == "to"
    modals = [find_modal(aux.form) for aux in tree.children(head, "aux")]
    return is_infinitive or Modality.PLANNED in modals or Modality.CONDITIONAL in modals


def _was_ahead(tree: Tree, head: Token) -> bool:
    """Whether what lay ahead may be over: "was to open on Wednesday", said on Friday."""
    parent = tree.parent(head)
    verbs = [*tree.children(head, "aux", "cop"), *([parent] if parent is not None and head.deprel == "xcomp" else [])]
    return any(verb.form.lower() in ("was", "were") for verb in verbs)


def _looks_back(tree: Tree, head: Token) -> bool:
    """Whether a clause is in the past tense or hangs on one that is: "met in December", "after winning in March"."""
    verbs = [head, *tree.children(head, "aux", "cop")]
    if any(verb.xpos == "VBD" for verb in verbs):
        return True
    above = tree.parent(head)
    is_adjunct = head.xpos in ("VBG", "VBN") and head.relation in ("advcl", "acl", "conj")
    return is_adjunct and above is not None and above.upos == "VERB" and _looks_back(tree, above)
