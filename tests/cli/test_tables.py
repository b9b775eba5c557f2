"""Tables, plain where they are piped, and on a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from kg.cli.tables import print_table

LONG = "word " * 100


def plain(capsys: pytest.CaptureFixture[str], header: list[str], rows: list[list[object]]) -> list[str]:
    print_table(header, rows)
    return capsys.readouterr().out.splitlines()


def test_a_piped_table_is_aligned_by_the_width_of_letters(capsys: pytest.CaptureFixture[str]) -> None:
    lines = plain(capsys, ["name", "n"], [["Lech Wałęsa", 1], ["习近平", 22], [None, True]])
    assert lines == ["name         n", "-----------  ----", "Lech Wałęsa  1", "习近平       22", "             true"]
    assert {cell_len(line.rstrip("0123456789")) for line in lines[2:4]} == {13}


def test_a_cell_is_one_line_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain(capsys, ["x"], [["a\nb\tc\x1b[31m"], ["[bold]d[/bold]"]])[2:] == ["a b c [31m", "[bold]d[/bold]"]


def test_one_long_cell_does_not_widen_the_other_rows(capsys: pytest.CaptureFixture[str]) -> None:
    lines = plain(capsys, ["sentence", "n"], [[LONG.strip(), 1], ["short", 2]])
    assert lines[2] == f"{LONG.strip()}  1"
    assert len(lines[3]) < 100


def test_no_rows_leave_the_header(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain(capsys, ["x", "y"], []) == ["x  y", "-  -"]


def on_a_terminal(width: int, script: str, **environment: str) -> str:
    """Return what a Python script prints on a terminal of that width."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "KG_GRAPH")}
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=slave, stdout=slave, stderr=subprocess.STDOUT,
        env={**kept, "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(slave)
    printed = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end was closed
            break
        if not piece:
            break
        printed += piece
    os.close(master)
    assert process.wait() == 0, printed.decode()
    return printed.decode().replace("\r\n", "\n")


def table_on_a_terminal(width: int, header: list[str], rows: list[list[object]]) -> str:
    printed = on_a_terminal(width, f"from kg.cli.tables import print_table; print_table({header!r}, {rows!r})")
    return click.unstyle(printed)


def test_a_terminal_wraps_cells_to_its_width_and_loses_none() -> None:
    printed = table_on_a_terminal(80, ["who", "sentence"], [["ent:russia", LONG], ["[b]习近平[/b]", "x"]])
    assert all(cell_len(line) <= 80 for line in printed.splitlines())
    assert printed.count("word") == 100
    assert "[b]习近平[/b]" in printed


def test_columns_that_do_not_fit_are_shown_row_by_row() -> None:
    header = [f"column{number}" for number in range(8)]
    printed = table_on_a_terminal(60, header, [[f"value {number} {LONG}" for number in range(8)]] * 2)
    assert all(cell_len(line) <= 60 for line in printed.splitlines())
    assert [line.split()[0] for line in printed.splitlines() if line.startswith("column")] == header * 2
    assert printed.count("word") == 1600


def test_a_long_table_has_one_line_a_row() -> None:
    rows = f"[[number, {LONG!r}] for number in range(700)]"
    printed = on_a_terminal(60, f"from kg.cli.tables import print_table; print_table(['n', 'words'], {rows})")
    lines = printed.splitlines()
    assert len(lines) == 2 + 700 + 1
    assert all(cell_len(line) <= 60 for line in lines)
    assert "--format csv" in lines[-1]


def test_a_query_on_a_terminal_is_coloured_unless_forbidden(graph_folder: Path) -> None:
    sparql = "SELECT ?what { ent:russia rel:oppose ?what }"
    script = f"from kg.cli import main; main(['query', '-g', {str(graph_folder)!r}, {sparql!r}])"
    assert "\x1b[36ment:sanctions-on-syria" in on_a_terminal(80, script)
    forbidden = on_a_terminal(80, script, NO_COLOR="1")
    assert "\x1b[36m" not in forbidden
    assert "ent:sanctions-on-syria" in forbidden
    assert "1 row" in forbidden
    nothing = script.replace("rel:oppose", "rel:no-such-relation")
    assert on_a_terminal(80, nothing).split("\n")[0] == "Nothing found."
