"""What a person decided, kept in `decisions.yaml` and followed by each build."""

from kg.decisions.contradictions import Contradiction, find_contradictions, settle
from kg.decisions.files import FILE_NAME, add_decision, parse_decisions, read_decisions, write_line
from kg.decisions.kinds import (
    Decision,
    Decisions,
    Different,
    Missed,
    Reference,
    Same,
    Wrong,
    is_document,
    is_place_of,
    name_key,
    plain_words,
)

__all__ = [
    "FILE_NAME",
    "Contradiction",
    "Decision",
    "Decisions",
    "Different",
    "Missed",
    "Reference",
    "Same",
    "Wrong",
    "add_decision",
    "find_contradictions",
    "is_document",
    "is_place_of",
    "name_key",
    "parse_decisions",
    "plain_words",
    "read_decisions",
    "settle",
    "write_line",
]
