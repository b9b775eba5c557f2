"""Reads CoNLL-U and BIO files, plain or gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DocumentError


@dataclass(frozen=True)
class Row:
    """One syntactic word of a treebank; two rows are equal when all their columns are."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool


@dataclass(frozen=True)
class Tree:
    """One sentence of a treebank: its rows, its text, and whether it begins a paragraph or the document named."""

    rows: tuple[Row, ...]
    text: str
    starts_paragraph: bool
    starts_document: bool
    document: str


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line numbers (from 1) and lines of a UTF-8 text file, unpacked where its name ends in `.gz`.

    Raises `DocumentError` where it cannot be read.
    """
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield number, line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise DocumentError(f"{path}: cannot be read ({error}); expected UTF-8 text, plain or .gz") from error


def read_trees(path: Path) -> Iterator[Tree]:
    """Yield the sentences of a CoNLL-U file; multiword ranges and empty nodes are passed over.

    Raises `DocumentError` with file and line where a row is no CoNLL-U.
    """
    rows: list[Row] = []
    comments: list[str] = []
    glued: tuple[int, bool] = (0, True)
    seen = False
    for number, line in read_lines(path):
        if line.startswith("#"):
            comments.append(line)
        elif line.strip():
            columns = line.split("\t")
            if len(columns) != 10:
                raise DocumentError(f"{path}:{number}: {len(columns)} columns, expected the 10 of CoNLL-U")
            if "-" in columns[0]:
                glued = (int(columns[0].split("-")[1]), "SpaceAfter=No" not in columns[9])
            elif "." not in columns[0]:
                rows.append(_row(columns, glued, f"{path}:{number}"))
        elif rows:
            seen = True
            yield _tree(rows, comments, path)
            rows, comments, glued = [], [], (0, True)
    if rows:
        seen = True
        yield _tree(rows, comments, path)
    if not seen:
        raise DocumentError(f"{path}: no sentence found; expected CoNLL-U")


def read_documents(path: Path, wanted: Sequence[str] = ()) -> Iterator[list[Tree]]:
    """Yield the sentences of a CoNLL-U file by document: those whose name has one of the wanted parts, or all.

    Raises `DocumentError` if the file is no CoNLL-U or has no such document.
    """
    trees: list[Tree] = []
    is_wanted = found = False
    for tree in read_trees(path):
        if tree.starts_document and trees:
            yield trees
            trees = []
        if tree.starts_document or not found:
            is_wanted = not wanted or any(part in tree.document for part in wanted)
        if is_wanted:
            found = True
            trees.append(tree)
    if trees:
        yield trees
    if not found:
        raise DocumentError(f"{path}: no document whose name has {' or '.join(wanted)}")


def _row(columns: list[str], glued: tuple[int, bool], place: str) -> Row:
    try:
        position, head = int(columns[0]), int(columns[6])
    except ValueError as error:
        raise DocumentError(f"{place}: ID {columns[0]!r} or HEAD {columns[6]!r} is no number") from error
    last, space_after_range = glued
    space_after = "SpaceAfter=No" not in columns[9]
    if position < last:
        space_after = False
    elif position == last:
        space_after = space_after_range
    return Row(columns[1], columns[2], columns[3], columns[4], columns[5], head, columns[7], space_after)


def _tree(rows: list[Row], comments: list[str], path: Path) -> Tree:
    if any(not 0 <= row.head <= len(rows) for row in rows):
        raise DocumentError(f"{path}: a head lies outside its sentence {rows[0].form!r} ... ({len(rows)} words)")
    text = next((line[9:] for line in comments if line.startswith("# text = ")), "")
    document = next((line for line in comments if line.startswith("# newdoc")), "")
    paragraph = bool(document) or any(line.startswith("# newpar") for line in comments)
    return Tree(tuple(rows), text, paragraph, bool(document), document.partition("= ")[2])


def read_names(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a BIO file as (word, tag) pairs; `-DOCSTART-` lines part sentences.

    Raises `DocumentError` with file and line where a line is no `token TAB tag`.
    """
    for document in read_name_documents(path):
        yield from document


def read_name_documents(path: Path) -> list[list[list[tuple[str, str]]]]:
    """Return the sentences of a BIO file by document; a file without `-DOCSTART-` is one document."""
    documents: list[list[list[tuple[str, str]]]] = [[]]
    pairs: list[tuple[str, str]] = []
    for number, line in read_lines(path):
        columns = line.split("\t")
        if line.strip() and columns[0] != "-DOCSTART-":
            pairs.append(_pair(columns, f"{path}:{number}"))
            continue
        if pairs:
            documents[-1].append(pairs)
            pairs = []
        if columns[0] == "-DOCSTART-":
            documents.append([])
    if pairs:
        documents[-1].append(pairs)
    documents = [document for document in documents if document]
    if not documents:
        raise DocumentError(f"{path}: no sentence found; expected lines of token TAB tag")
    return documents


def _pair(columns: list[str], place: str) -> tuple[str, str]:
    if len(columns) != 2 or not columns[0]:
        raise DocumentError(f"{place}: {len(columns)} columns, expected token TAB tag")
    tag = columns[1].strip()
    if tag != "O" and not (tag[:2] in ("B-", "I-") and tag[2:]):
        raise DocumentError(f"{place}: tag {tag!r}, expected O, B-TYPE or I-TYPE")
    return columns[0], tag
