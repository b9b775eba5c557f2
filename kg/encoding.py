"""Extractions as JSON: objects with the names of the fields, spans as pairs, and what is at its default left out."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from kg.model import Extraction, Span

_Change = Callable[[Any], Any]
"""Makes JSON of a value, or a value of JSON; None where they are the same."""


def encode_extraction(extraction: Extraction) -> str:
    """Return an extraction as JSON; `decode_extraction` gives an equal one back."""
    return json.dumps(_record_encoder(Extraction)(extraction), ensure_ascii=False, separators=(",", ":"))


def decode_extraction(text: str) -> Extraction:
    """Return the extraction that `encode_extraction` wrote."""
    extraction: Extraction = _record_decoder(Extraction)(json.loads(text))
    return extraction


@dataclass(frozen=True, slots=True)
class Encoded:
    """An extraction as JSON, as it goes from process to process and into the archive; equal if all it holds is.

    `summary` is that of the document for resolution, in its two parts, where the process made it.
    """

    document: str
    extractor: str
    version: str
    text: str
    summary: tuple[str, str] | None = None

    @classmethod
    def of(cls, extraction: Extraction, summary: tuple[str, str] | None = None) -> Encoded:
        """Return an extraction as JSON."""
        text = encode_extraction(extraction)
        return cls(extraction.document, extraction.extractor, extraction.version, text, summary)

    def decode(self) -> Extraction:
        """Return the extraction."""
        return decode_extraction(self.text)


@cache
def _encoder(kind: Any) -> _Change | None:
    """Return what makes JSON of a value of a type; numbers, words and enumerations of words are JSON as they are."""
    if kind is Span:
        return lambda span: (span.start, span.end)
    if inner := _optional(kind):
        return _or_none(_encoder(inner))
    if item := _item(kind):
        encode = _encoder(item)
        return None if encode is None else lambda values: [encode(value) for value in values]
    return _record_encoder(kind) if hasattr(kind, "__dataclass_fields__") else None


@cache
def _record_encoder(kind: Any) -> _Change:
    # A field at its default is left out: most fields of most mentions and propositions are.
    hints, parts = typing.get_type_hints(kind), fields(kind)
    get = attrgetter(*(part.name for part in parts))
    rows = [(part.name, part.default, _encoder(hints[part.name])) for part in parts]

    def encode(record: Any) -> dict[str, Any]:
        return {
            name: value if change is None else change(value)
            for (name, default, change), value in zip(rows, get(record), strict=True)
            if default is MISSING or value != default
        }

    return encode


@cache
def _decoder(kind: Any) -> _Change | None:
    """Return what makes a value of a type from its JSON."""
    if kind is Span:
        return lambda pair: Span(pair[0], pair[1])
    if inner := _optional(kind):
        return _or_none(_decoder(inner))
    if item := _item(kind):
        decode = _decoder(item)
        return tuple if decode is None else lambda values: tuple([decode(value) for value in values])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return _record_decoder(kind) if hasattr(kind, "__dataclass_fields__") else None


@cache
def _record_decoder(kind: Any) -> _Change:
    hints = typing.get_type_hints(kind)
    changes = [(part.name, change) for part in fields(kind) if (change := _decoder(hints[part.name])) is not None]

    def decode(data: dict[str, Any]) -> Any:
        for name, change in changes:
            if name in data:
                data[name] = change(data[name])
        return kind(**data)

    return decode


def _optional(kind: Any) -> Any:
    """Return the type that may be None, None where it may not."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return None
    [inner] = [argument for argument in typing.get_args(kind) if argument is not type(None)]
    return inner


def _or_none(change: _Change | None) -> _Change | None:
    return None if change is None else lambda value: None if value is None else change(value)


def _item(kind: Any) -> Any:
    """Return the type of the members of a tuple, None for what is none."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None
