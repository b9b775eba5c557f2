"""The one-file page in a real browser, from a file: what a reader does with the picture of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from graph_samples import DATASET, ENTITIES, OPPOSE
from playwright.sync_api import Browser, Page, expect

import kg
from kg import rdf
from kg.analysis.drawing import Network, read_network
from kg.export.page import make_page
from kg.model import Dataset, Settings
from kg.store import EmbeddedStore

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
READY = ".network-canvas.has-picture[aria-busy=false]"


@pytest.fixture(scope="session")
def file(bundle: Path, graph_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the graph of the three articles."""
    assert bundle.is_dir()
    path = tmp_path_factory.mktemp("pages") / "graph.html"
    with kg.open(graph_folder) as graph:
        graph.export(path)
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may not err, and may ask nobody for anything."""
    context = browser.new_context(viewport=WIDE)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: _note(request.url, faults))
    yield opened
    context.close()
    assert faults == []


def _note(address: str, faults: list[str]) -> None:
    if not address.startswith(("file:", "blob:", "about:", "data:")):
        faults.append(f"asked {address}")


def open_file(page: Page, file: Path, state: str = "") -> None:
    page.goto(f"{file.as_uri()}{'#' if state else ''}{state}")
    page.wait_for_selector(READY)


def search(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Find an entity")
    box.fill(name)
    box.press("Enter")


def test_it_opens_from_a_file_and_shows_how_much_there_is(page: Page, file: Path) -> None:
    open_file(page, file)
    expect(page.locator(".network-notice")).to_contain_text(re.compile(r"\d+ of \d+ entities, \d+ of \d+ facts"))
    expect(page.get_by_role("list", name="Colours")).to_contain_text("Person")


def test_an_entity_is_found_and_its_facts_open_to_their_sentences(page: Page, file: Path) -> None:
    open_file(page, file)
    search(page, "russ")
    side = page.get_by_role("complementary")
    expect(side.get_by_role("heading", name="Russia")).to_be_visible()
    side.get_by_role("button", name=re.compile("facts? with sanctions on Syria")).click()
    side.get_by_text("oppose").first.click()
    quote = side.locator("blockquote")
    expect(quote).to_contain_text("Russia opposes sanctions on Syria")
    expect(quote.locator("mark.subject")).to_have_text("Russia")
    expect(quote.locator("mark.predicate")).to_have_text("opposes")
    assert "selected=russia" in page.url


def test_neighbours_are_walked_by_keyboard(page: Page, file: Path) -> None:
    open_file(page, file)
    search(page, "Hillary")
    side = page.get_by_role("complementary")
    neighbour = side.get_by_role("button", name="Vladimir Putin", exact=True)
    neighbour.focus()
    neighbour.press("Enter")
    expect(side.get_by_role("heading", name="Vladimir Putin")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Selected: Vladimir Putin")


def test_the_drawing_answers_to_keys(page: Page, file: Path) -> None:
    open_file(page, file)
    canvas = page.locator(".network-canvas")
    canvas.focus()
    canvas.press("ArrowRight")
    heading = page.get_by_role("complementary").get_by_role("heading", level=2)
    first = heading.inner_text()
    shown = page.locator(".network-notice").inner_text()
    canvas.press("h")
    expect(page.locator(".network-notice")).not_to_have_text(shown)
    assert "hidden=" in page.url
    page.get_by_role("button", name="Show what is hidden").click()
    expect(page.locator(".network-notice")).to_have_text(shown)
    assert first


def test_negated_and_hypothetical_facts_are_shown_only_when_asked_for(page: Page, file: Path) -> None:
    open_file(page, file)
    page.get_by_role("button", name="List").click()
    table = page.get_by_role("region", name="List of what is shown")
    expect(table).to_contain_text("oppose")
    expect(table).not_to_contain_text("open office in")
    page.get_by_role("checkbox", name=re.compile("hypothetical")).check()
    expect(table.locator(".network-fact.hypothetical").first).to_be_visible()
    assert "status=asserted%2Creported%2Chypothetical" in page.url


def test_filters_of_types_predicates_and_dates_choose_facts(page: Page, file: Path) -> None:
    open_file(page, file, "show=all")
    page.get_by_role("button", name="List").click()
    facts = page.locator(".network-list .network-fact")
    every = facts.count()
    page.get_by_role("searchbox", name="Search predicates").fill("meet")
    page.get_by_role("checkbox", name=re.compile(r"^meet \d")).check()
    expect(facts).not_to_have_count(every)
    expect(facts.first).to_contain_text("meet")
    page.get_by_role("button", name="All predicates").click()
    expect(facts).to_have_count(every)
    page.get_by_label("from").fill("2013-03-05")
    expect(facts.first).to_contain_text("5 Mar 2013")
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Only things with a name").click()
    expect(page.locator(".network-list tbody")).not_to_contain_text("Concept")


def test_a_view_has_an_address(page: Page, file: Path) -> None:
    open_file(page, file, "focus=russia&status=reported&colour=community")
    expect(page.locator(".network-notice")).to_contain_text("around Russia")
    expect(page.get_by_role("checkbox", name=re.compile("^ ?asserted"))).not_to_be_checked()
    page.get_by_role("button", name="show the whole").click()
    expect(page.locator(".network-notice")).not_to_contain_text("around")


def test_enter_shows_more_neighbours_and_collapsing_takes_them_away(page: Page, file: Path) -> None:
    open_file(page, file, "focus=sergey-lavrov&selected=hillary-clinton")
    shown = page.locator(".network-notice").inner_text()
    canvas = page.locator(".network-canvas")
    canvas.focus()
    canvas.press("Enter")
    expect(page.locator(".network-notice")).not_to_have_text(shown)
    assert "expanded=hillary-clinton" in page.url
    page.get_by_role("button", name="Collapse").click()
    expect(page.locator(".network-notice")).to_have_text(shown)


def find_disc(page: Page) -> tuple[float, float]:
    """Return a place where a click selects an entity, the nearest to the middle that is found."""
    box = page.locator(".network-canvas").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    steps = [(x, y) for y in range(-320, 321, 16) for x in range(-320, 321, 16)]
    for x, y in sorted(steps, key=lambda step: step[0] ** 2 + step[1] ** 2):
        place = (middle[0] + x, middle[1] + y)
        page.mouse.move(*place)
        if page.locator(".network-canvas.is-dimmed").count():
            return place
    raise AssertionError("no disc was found")


def test_a_click_on_a_disc_selects_it_and_a_second_one_expands_it(page: Page, file: Path) -> None:
    open_file(page, file)
    place = find_disc(page)
    page.mouse.click(*place)
    side = page.get_by_role("complementary")
    expect(side.get_by_role("button", name="Only around it")).to_be_visible()
    page.wait_for_timeout(500)  # else it is a double click, which expands as well
    page.mouse.click(*place)
    expect(side.get_by_role("button", name="Collapse")).to_be_visible()


def test_without_webgl_the_list_remains(file: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(file.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("This browser draws no WebGL")
    page.get_by_role("button", name="List").click()
    expect(page.get_by_role("region", name="List of what is shown")).to_contain_text("Russia")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_is_wider_than_the_screen(size: dict[str, int], scheme: str, file: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    open_file(page, file)
    box = page.locator("body").bounding_box()
    assert box is not None and box["width"] <= size["width"]
    for part in page.locator("input, select, button, h1, p").all():
        place = part.bounding_box()
        assert place is None or place["x"] + place["width"] <= size["width"], part
    context.close()


def network_of(dataset: Dataset) -> Network:
    store = EmbeddedStore.in_memory(rdf.quads(dataset, Settings()))
    return read_network(store, Settings(), has_quotes=True)


def test_hostile_names_and_sentences_are_shown_and_not_run(page: Page, bundle: Path, tmp_path: Path) -> None:
    assert bundle.is_dir()
    hostile = "</script><script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
    entities = tuple(replace(entity, label=hostile) if entity.slug == "russia" else entity for entity in ENTITIES)
    network = network_of(Dataset(DATASET.documents, entities, (replace(OPPOSE, sentence=hostile),)))
    path = tmp_path / "hostile.html"
    path.write_text(make_page(network, hostile), encoding="utf-8")
    open_file(page, path, "selected=russia")
    side = page.get_by_role("complementary")
    expect(side.get_by_role("heading", level=2)).to_contain_text(hostile)
    side.get_by_role("button", name=re.compile("1 fact with")).click()
    side.locator("summary").click()
    expect(side.locator("blockquote")).to_have_text(hostile)
    assert page.title() == hostile


def test_a_sample_is_told(page: Page, bundle: Path, tmp_path: Path) -> None:
    assert bundle.is_dir()
    path = tmp_path / "sample.html"
    path.write_text(make_page(network_of(DATASET).sample(2), "A sample"), encoding="utf-8")
    open_file(page, path)
    expect(page.locator(".network-sampled")).to_contain_text("a sample: 2 of 4 facts, those that most documents state")


def test_the_picture_is_as_it_was_after_the_list_was_shown(page: Page, file: Path) -> None:
    open_file(page, file)
    before = page.locator(".network-canvas").screenshot()
    page.get_by_role("button", name="List").click()
    page.get_by_role("button", name="Picture").click()
    page.wait_for_selector(READY)
    page.mouse.move(2, 2)
    page.wait_for_timeout(300)
    assert page.locator(".network-canvas").screenshot() == before


def test_a_notebook_shows_it_in_a_frame_that_may_do_nothing_else(
    page: Page, bundle: Path, graph_folder: Path, tmp_path: Path
) -> None:
    assert bundle.is_dir()
    with kg.open(graph_folder) as graph:
        picture = graph.show("Putin", height=420)
    assert set(picture._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert repr(picture).startswith("Vladimir Putin: ")
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><title>n</title>{picture._repr_html_()}", encoding="utf-8")
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe[sandbox=allow-scripts]")
    frame.locator(READY).wait_for()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Vladimir Putin")
    expect(frame.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(" Vladimir Putin")
    box = frame.get_by_role("combobox", name="Find an entity")
    box.fill("clinton")
    box.press("Enter")
    expect(frame.get_by_role("complementary")).to_contain_text("Hillary Clinton")
    picture.save(tmp_path / "saved.html")
    assert (tmp_path / "saved.html").read_text(encoding="utf-8") == picture.page


def test_the_same_graph_gives_the_same_page(file: Path, graph_folder: Path, tmp_path: Path) -> None:
    with kg.open(graph_folder) as graph:
        graph.export(tmp_path / "again.html")
        graph.export(tmp_path / "again.html.gz")
    assert (tmp_path / "again.html").read_bytes() == file.read_bytes()
