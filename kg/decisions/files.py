"""Reads and writes `decisions.yaml`.

The file is a YAML list, one decision a line, so that it reads well in a diff and deleting the line undoes it. What a
person wrote by hand, comments included, is never rewritten: a new decision goes to the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.decisions.kinds import (
    Decision,
    Decisions,
    Different,
    Missed,
    Reference,
    Same,
    Wrong,
    is_same_pair,
    plain_words,
)
from kg.errors import DecisionError
from kg.model import EntityType, Modality, Polarity

if TYPE_CHECKING:
    import yaml

FILE_NAME = "decisions.yaml"
_HEAD = """\
# What a person decided; each build follows it. kg same, kg different, kg wrong, kg missed and kg review write here.
# Delete the line of a decision to undo it, then run: kg rebuild
"""
Value = TypeVar("Value")


def read_decisions(path: Path) -> Decisions:
    """Return the decisions in a file, none if there is no file.

    Raises `DecisionError`, with file and line, for what is no YAML or no decision.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Decisions()
    except OSError as error:
        raise DecisionError(f"{path} cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DecisionError(f"{path}, line {line}: not UTF-8; save the file in that encoding") from error
    return parse_decisions(text, path)


def parse_decisions(text: str, path: Path) -> Decisions:
    """Return the decisions in a text; `path` names it in errors (`DecisionError`)."""
    root = _compose(text, path)
    if root is None:
        return Decisions()
    reader = _Reader(path)
    found: dict[str, list[tuple[Decision, int]]] = {kind: [] for kind in _KINDS}
    for item in reader.items(root, "the file has to be a list of decisions, such as: - same: [Acme, Acme Corp.]"):
        kind, content = reader.only_entry(item)
        line = item.start_mark.line + 1
        found[kind] += [(decision, line) for decision in _KINDS[kind](reader, content)]
    return Decisions(
        same=tuple(one for one, _ in found["same"] if isinstance(one, Same)),
        different=tuple(one for one, _ in found["different"] if isinstance(one, Different)),
        wrong=tuple(one for one, _ in found["wrong"] if isinstance(one, Wrong)),
        missed=tuple(one for one, _ in found["missed"] if isinstance(one, Missed)),
        lines={kind: tuple(line for _, line in pairs) for kind, pairs in found.items() if pairs},
    )


def _compose(text: str, path: Path) -> yaml.Node | None:
    """Return the tree of a YAML text, None for one without content."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is installed
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark is not None else ""
        told = " ".join(filter(None, (error.context, error.problem)))
        raise DecisionError(f"{path}{where}: no YAML ({told}); mend or delete the line") from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise DecisionError(f"{path}: no YAML ({' '.join(str(error).split())}); mend or delete the line") from error
    is_empty = root is None or (root.tag.endswith(":null") and isinstance(root, yaml.ScalarNode))
    return None if is_empty else root


class _Reader:
    """Takes a YAML tree apart; words stay as written, so `No` and `2012` are names. Errors tell file and line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fail(self, node: yaml.Node, message: str) -> DecisionError:
        return DecisionError(f"{self._path}, line {node.start_mark.line + 1}: {message}")

    def items(self, node: yaml.Node, wanted: str) -> list[yaml.Node]:
        if node.id != "sequence":
            raise self.fail(node, f"found {_tell_kind(node)}; {wanted}")
        return list(node.value)

    def only_entry(self, node: yaml.Node) -> tuple[str, yaml.Node]:
        """Return kind and content of a decision."""
        known = f"a decision is one of {', '.join(_KINDS)}"
        if node.id != "mapping" or len(node.value) != 1:
            raise self.fail(node, f"found {_tell_kind(node)}; {known}, such as: - same: [Acme, Acme Corp.]")
        [(key, content)] = node.value
        kind = self.text(key)
        if kind not in _KINDS:
            raise self.fail(key, f"{kind!r} is no decision; {known}")
        return kind, content

    def text(self, node: yaml.Node) -> str:
        """Return a word or several as they are written, blanks made single."""
        words = plain_words(node.value) if node.id == "scalar" else ""
        if not words or (node.tag.endswith(":null")):
            raise self.fail(node, f"found {_tell_kind(node)} where words are wanted")
        return words

    def fields(self, node: yaml.Node, required: str, optional: str) -> dict[str, tuple[str, yaml.Node]]:
        """Return the entries of a mapping; required and optional keys are named, parted by blanks."""
        known = [*required.split(), *optional.split()]
        if node.id != "mapping":
            raise self.fail(node, f"found {_tell_kind(node)}; wanted are {{{': ..., '.join(known)}: ...}}")
        found: dict[str, tuple[str, yaml.Node]] = {}
        for key, value in node.value:
            name = self.text(key)
            if name not in known:
                raise self.fail(key, f"{name!r} is not known here; known are {', '.join(known)}")
            if name in found:
                raise self.fail(key, f"{name!r} stands here twice; delete one")
            if not value.tag.endswith(":null"):
                found[name] = self.text(value), value
        missing = [name for name in required.split() if name not in found]
        if missing:
            raise self.fail(node, f"no {missing[0]!r} is given; wanted are {', '.join(required.split())}")
        return found

    def choice(
        self, fields: Mapping[str, tuple[str, yaml.Node]], name: str, values: Iterable[Value], default: Value
    ) -> Value:
        """Return the value of that name, capitals or not."""
        if name not in fields:
            return default
        words, node = fields[name]
        by_name = {str(value).casefold(): value for value in values}
        if words.casefold() not in by_name:
            raise self.fail(node, f"{words!r} is no {name}; they are {', '.join(map(str, by_name.values()))}")
        return by_name[words.casefold()]


def _tell_kind(node: yaml.Node) -> str:
    if node.id == "scalar":
        return repr(node.value) if node.value else "nothing"
    if node.id == "mapping":
        keys = (key.value if key.id == "scalar" else "..." for key, _ in node.value)
        return f"a mapping of {', '.join(keys)}" if node.value else "nothing"
    return "a list"


def _read_reference(reader: _Reader, node: yaml.Node) -> Reference:
    if node.id == "scalar":
        return Reference(reader.text(node))
    fields = reader.fields(node, "name", "type document")
    types = [type_ for type_ in EntityType if not type_.is_literal]
    type_: EntityType | None = reader.choice(fields, "type", types, None)
    return Reference(fields["name"][0], type_, _optional(fields, "document"))


def _read_references(reader: _Reader, node: yaml.Node) -> list[Reference]:
    wanted = "two names or more, such as [Acme, {name: Acme, document: articles/a.txt}]"
    items = reader.items(node, f"wanted are {wanted}")
    if len(items) < 2:
        raise reader.fail(node, f"found {len(items)} of {wanted}")
    return [_read_reference(reader, item) for item in items]


def _read_same(reader: _Reader, node: yaml.Node) -> list[Decision]:
    """Return pairs in a row: of three names the first and second, the second and third."""
    references = _read_references(reader, node)
    return [Same(*pair) for pair in pairwise(references)]


def _read_different(reader: _Reader, node: yaml.Node) -> list[Decision]:
    """Return all pairs: of three names each is another thing."""
    references = _read_references(reader, node)
    return [Different(one, other) for place, one in enumerate(references) for other in references[place + 1 :]]


def _read_wrong(reader: _Reader, node: yaml.Node) -> list[Decision]:
    fields = reader.fields(node, "subject predicate sentence", "object document")
    return [Wrong(fields["subject"][0], fields["predicate"][0], _optional(fields, "object"), fields["sentence"][0],
                  _optional(fields, "document"))]  # fmt: skip


def _read_missed(reader: _Reader, node: yaml.Node) -> list[Decision]:
    fields = reader.fields(node, "subject predicate sentence", "object document phrase polarity modality by")
    return [
        Missed(
            fields["subject"][0], fields["predicate"][0], _optional(fields, "object"), fields["sentence"][0],
            _optional(fields, "document"), _optional(fields, "phrase"),
            reader.choice(fields, "polarity", Polarity, Polarity.POSITIVE),
            reader.choice(fields, "modality", Modality, Modality.CERTAIN), _optional(fields, "by"),
        )
    ]  # fmt: skip


def _optional(fields: Mapping[str, tuple[str, yaml.Node]], name: str) -> str | None:
    return fields[name][0] if name in fields else None


_KINDS: Mapping[str, Callable[[_Reader, yaml.Node], list[Decision]]] = {
    "same": _read_same,
    "different": _read_different,
    "wrong": _read_wrong,
    "missed": _read_missed,
}


# Writing


def write_line(decision: Decision) -> str:
    """Return the line of a decision, without its end.

    >>> print(write_line(Same(Reference("Acme"), Reference("Acme Corp.", EntityType.ORGANIZATION))))
    - same: [Acme, {name: Acme Corp., type: Organization}]
    """
    import yaml

    content: object
    if isinstance(decision, Same | Different):
        content = [_plain_reference(reference) for reference in decision]
    else:
        content = _plain_fact(decision)
    kind = type(decision).__name__.lower()
    flow = yaml.safe_dump(
        content, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf")
    )  # fmt: skip
    return f"- {kind}: {flow.strip()}"


def _plain_reference(reference: Reference) -> object:
    if reference.type is None and reference.document is None:
        return reference.name
    parts = {
        "name": reference.name, "type": reference.type.value if reference.type is not None else None,
        "document": reference.document,
    }  # fmt: skip
    return {name: value for name, value in parts.items() if value is not None}


def _plain_fact(fact: Wrong | Missed) -> dict[str, str]:
    """Return what differs from the defaults, the sentence last."""
    parts = {"subject": fact.subject, "predicate": fact.predicate, "object": fact.object}
    if isinstance(fact, Missed):
        is_positive, is_certain = fact.polarity is Polarity.POSITIVE, fact.modality is Modality.CERTAIN
        parts |= {
            "phrase": fact.phrase, "polarity": None if is_positive else fact.polarity.value,
            "modality": None if is_certain else fact.modality.value, "by": fact.by,
        }  # fmt: skip
    parts |= {"document": fact.document, "sentence": plain_words(fact.sentence)}
    return {name: value for name, value in parts.items() if value is not None}


def add_decision(path: Path, decision: Decision) -> int:
    """Append a decision to the file, made if missing, and return its line; one decided before stays where it is.

    Nothing that stands in the file changes. Raises `DecisionError` if the file cannot be read or written.
    """
    before = read_decisions(path)
    if before.has(decision):
        return _line_of(before, decision)
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    end = "\r\n" if "\r\n" in text else "\n"
    root = _compose(text, path)
    indent = " " * (root.value[0].start_mark.column - 2) if root is not None and root.value else ""
    added = "" if not text or text.endswith("\n") else end
    added += _HEAD if not text else ""
    added += f"{indent}{write_line(decision)}{end}"
    _check_addition(path, text + added, before, decision)
    try:
        with path.open("ab") as file:
            file.write(added.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DecisionError(f"{path} cannot be written: {error.strerror}") from error
    return (text + added).count("\n")


def _line_of(decisions: Decisions, decision: Decision) -> int:
    kind = type(decision).__name__.lower()
    for place, known in enumerate(getattr(decisions, kind)):
        is_pair = isinstance(decision, Same | Different)
        if is_same_pair(decision, known) if is_pair else known == decision:  # type: ignore[arg-type]
            return decisions.line(kind, place)
    raise ValueError(decision)


def _check_addition(path: Path, text: str, before: Decisions, decision: Decision) -> None:
    """Raise `DecisionError` where a line at the end would not be read as one decision more: a list in brackets."""
    kind = type(decision).__name__.lower()
    try:
        after = parse_decisions(text, path)
    except DecisionError:
        after = None
    if after is None or getattr(after, kind) != (*getattr(before, kind), decision):
        raise DecisionError(
            f"{path}: nothing can be added at its end; make it a list with one decision a line, then add by hand:\n"
            f"{write_line(decision)}"
        )
