"""The README keeps its word: the commands of its tour run, and print what it shows.

After a change that is meant to alter what they print, `python tests/test_readme.py` writes the new output into it.
"""

import doctest
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click
import pytest
from servers import read_address

from kg.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
BUILD = "kg build data/articles"
LEFT_OUT = "..."
SERVER = "http://localhost:7878"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read_block(block: str) -> list[tuple[str, str]]:
    """Return each command of a console block (`$ kg ...`) with the output shown under it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


BLOCKS = [read_block(block) for block in CONSOLE.findall(TEXT)]
TOUR = [pair for block in BLOCKS for pair in block]
# Written to files or too long to show: these are only run.
SILENT = re.compile(
    r"kg (export|stats|text|rebuild|remove|backup|push|completion|--version|(build|same|different|wrong|missed) -g)|"
    r"echo .*kg build -g"
)


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command as a reader would, `kg` being the one of this environment; return its status and what it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if command.startswith("kg serve"):
        return serve(command, folder)
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "TERM": "xterm"}
    environment.pop("KG_GRAPH", None)
    # Tables are laid out for the terminal that a reader has.
    reader, writer = os.openpty() if command.startswith(("kg query", "kg analyze")) else os.pipe()
    with subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment, stdout=writer, stderr=subprocess.STDOUT
    ) as process:
        os.close(writer)
        printed = read_all(reader)
    return process.returncode, "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def serve(command: str, folder: Path) -> tuple[int, str]:
    """Start a server as a reader would, but at a free port; once it is ready, press Ctrl-C. Port 8000 is told."""
    program = Path(sys.executable).with_name("kg")
    with subprocess.Popen(
        [program, *command.split()[1:], "--port", "0"], cwd=folder, stderr=subprocess.PIPE, text=True
    ) as process:
        printed = read_address(process)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        printed += process.stderr.read()
    return process.returncode, re.sub(r"(?<=127\.0\.0\.1:)\d+", "8000", printed)


def read_all(descriptor: int) -> str:
    """Return all that is written to the other end of a pipe or terminal, without colours."""
    parts = []
    with suppress(OSError):  # how Linux tells that the other end of a terminal is closed
        while part := os.read(descriptor, 65536):
            parts.append(part)
    os.close(descriptor)
    return click.unstyle(b"".join(parts).decode("utf-8"))


def build_sample(folder: Path) -> str:
    """Copy the sample data into a folder, build the graph there, and return what the build prints."""
    shutil.copytree(ROOT / "data", folder / "data")
    status, output = run(BUILD, folder)
    assert status == 0, output
    return output


def matches(shown: str, printed: str) -> bool:
    """Whether the README shows what is printed; `...` in it stands for any text."""
    return doctest.OutputChecker().check_output(shown.strip(), printed.strip(), doctest.ELLIPSIS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("tour")
    return folder, build_sample(folder)


def test_the_tour_shows_every_command() -> None:
    run_there = " ".join(command for command, _ in TOUR)
    for command in main.list_commands(click.Context(main)):
        assert f"kg {command}" in run_there
    for command in ("kg query @", 'kg query "SELECT', "kg --version"):
        assert command in run_there


@pytest.mark.parametrize("block", BLOCKS, ids=[block[0][0] for block in BLOCKS])
def test_the_commands_of_the_tour_print_what_is_shown(
    block: list[tuple[str, str]], built: tuple[Path, str], request: pytest.FixtureRequest
) -> None:
    folder, output = built
    for command, shown in block:
        if ".html" in command or "serve" in command:
            request.getfixturevalue("bundle")
        if SERVER in command:  # to the one server that runs
            command = command.replace(SERVER, request.getfixturevalue("oxigraph").url.removesuffix("/query"))
        status, printed = (0, output) if command == BUILD else run(command, folder)
        assert status == 0, printed
        assert SILENT.match(command) or matches(shown, printed), f"the README shows\n{shown}\nbut printed is\n{printed}"


def test_output_that_is_written_anew_keeps_what_was_left_out() -> None:
    assert shorten("1\nold 2\n...\nold 9\n", "1\n2\n3\n4\n5\n") == "1\n2\n...\n5\n"
    assert shorten("took ... s\nold\n", "took 3 s\nnew\n") == "took ... s\nnew\n"


def test_the_python_example_runs(built: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(built[0])
    exec(compile(example, "README.md", "exec"), {})


def test_the_setup_commands_are_marked_for_the_checks() -> None:
    for name, last in (("setup-1", ".venv/bin/kg build data/articles"), ("setup-2", ".venv/bin/pytest")):
        (block,) = re.findall(rf"^<!-- {name} -->\n```sh\n(.*?)^```\n<!-- end -->$", TEXT, re.MULTILINE | re.DOTALL)
        assert block.strip().endswith(last)


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (ROOT / target).exists(), target


def shorten(shown: str, printed: str) -> str:
    """Return what is printed, with `...` where the README left something out: lines, or a part of a line."""
    old, new = shown.splitlines(), printed.splitlines()
    if LEFT_OUT in old and len(new) > len(old):
        before, after = old.index(LEFT_OUT), len(old) - old.index(LEFT_OUT) - 1
        new = [*new[:before], LEFT_OUT, *new[len(new) - after :]]
    old += [""] * (len(new) - len(old))
    return "".join(f"{was if matches(was, line) else line}\n" for was, line in zip(old, new, strict=False))


def rewrite(page: Path = README) -> None:
    """Write what the commands print now into the README or another page, where it differs from what is shown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_output = build_sample(folder)

        def write_block(found: re.Match[str]) -> str:
            lines = []
            for command, shown in read_block(found.group(1)):
                printed = build_output if command == BUILD else run(command, folder)[1]
                keep = SILENT.match(command) or matches(shown, printed)
                lines.append(f"$ {command}\n" + (shown if keep else shorten(shown, printed)))
            return "```console\n" + "".join(lines) + "```"

        page.write_text(CONSOLE.sub(write_block, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
