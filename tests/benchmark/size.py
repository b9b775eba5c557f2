"""What an installation weighs, and how long a command takes to start."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import click
from packaging.requirements import Requirement

from .floors import ROOT
from .measures import Measure

LIMIT = 350.0
"""What the design allows the core dependencies: MB of a million bytes, without extras and our own package."""

TOLERANCE = 0.2
"""Six runs, some beside other work, lay within 9 % of their median."""

MOST_SECONDS = {"kg --help": 0.25, "kg query": 0.5}
"""What a start may take by the clock, the best of several: no language model is loaded for either."""

ARTICLE = "Clinton met Putin in Vladivostok. Russia opposes sanctions on Syria."
QUERY = "SELECT ?o { ent:russia rel:oppose ?o }"


def core_distributions(requirements: list[str]) -> dict[str, Distribution]:
    """Return the installed distributions that requirements need, with those that these need, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = requirement.name.lower().replace("_", "-")
        seen, found[name] = name in found, found.get(name) or distribution(name)
        if not seen or requirement.extras:
            needed = [Requirement(text) for text in found[name].requires or ()]
            waiting += [(one, extra) for extra in ("", *requirement.extras) for one in needed]
    return found


def installed_size(one: Distribution) -> int:
    """Return the bytes of the files that a distribution installed."""
    paths = (Path(str(file.locate())) for file in one.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


def package_size() -> int:
    """Return the bytes of our own package as a wheel has it, with its model, and the page if it is built."""
    left_out = {"__pycache__", "frontend"}
    files = (path for path in (ROOT / "kg").rglob("*") if path.is_file() and not left_out.intersection(path.parts))
    return sum(path.stat().st_size for path in files)


def measure(runs: int) -> list[Measure]:
    """Return the sizes in MB, and the times of starting as best of so many runs."""
    return [*measure_sizes(), *_starts(runs)]


def measure_sizes() -> Iterator[Measure]:
    """Yield the sizes in MB of what the core installs; examples are distributions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = core_distributions(project["dependencies"])
    needed, own = sum(map(installed_size, core.values())) / 1e6, package_size() / 1e6
    yield Measure("core dependencies", "MB", round(needed, 1), examples=len(core), lower_is_better=True, limit=LIMIT)
    yield Measure("kg itself", "MB", round(own, 1), examples=1, is_gated=False)
    yield Measure("installed in all", "MB", round(needed + own, 1), examples=len(core) + 1, is_gated=False)


def _starts(runs: int) -> Iterator[Measure]:
    bare, _ = _best([sys.executable, "-c", "pass"], runs)
    with tempfile.TemporaryDirectory() as folder:
        article, graph = Path(folder) / "article.txt", str(Path(folder) / "graph.kg")
        article.write_text(ARTICLE, encoding="utf-8")
        kg = [sys.executable, "-m", "kg"]
        _run([*kg, "-g", graph, "build", str(article)])
        for name, command in (("kg --help", [*kg, "--help"]), ("kg query", [*kg, "-g", graph, "query", QUERY])):
            processor, wall = _best(command, runs)
            yield Measure(
                f"{name}, seconds", "s", round(wall, 2), examples=runs, lower_is_better=True, limit=MOST_SECONDS[name]
            )
            yield Measure(
                f"{name}, in starts of bare Python", "ratio", round(processor / bare, 1), examples=runs,
                lower_is_better=True, tolerance=TOLERANCE,
            )  # fmt: skip


def _best(command: list[str], runs: int) -> tuple[float, float]:
    """Return the least processor time and the least wall time of a command, in seconds."""
    processor, wall = [], []
    for _ in range(runs):
        before, started = _children(), time.perf_counter()
        _run(command)
        wall.append(time.perf_counter() - started)
        processor.append(_children() - before)
    return min(processor), min(wall)


def _run(command: list[str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "KG_GRAPH"}
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment)
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
