"""The page on analysis keeps its word: its commands print what it shows, and its example runs.

After a change that is meant to alter what they print, `python tests/test_analysis_docs.py` writes the new output there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_readme import BUILD, CONSOLE, ROOT, build_sample, matches, read_block, rewrite, run

from kg.cli.analyzing import WHATS

PAGE = ROOT / "docs" / "analysis.md"
TEXT = PAGE.read_text(encoding="utf-8")
SHOWN = [pair for block in CONSOLE.findall(TEXT) for pair in read_block(block) if pair[0] != BUILD]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysis-page")
    build_sample(folder)
    return folder


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_the_page_shows(command: str, shown: str, folder: Path) -> None:
    status, printed = run(command, folder)
    assert status == 0, printed
    assert matches(shown, printed), f"the page shows\n{shown}\nbut printed is\n{printed}"


def test_the_page_shows_every_answer() -> None:
    commands = " ".join(command for command, _ in SHOWN)
    for what in WHATS[1:]:
        assert f"kg analyze {what}" in commands


def test_the_python_example_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(folder)
    exec(compile(example, PAGE.name, "exec"), {})


def test_links_and_pictures_lead_to_files() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (PAGE.parent / target).stat().st_size > 500, target


if __name__ == "__main__":
    rewrite(PAGE)
