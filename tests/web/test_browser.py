"""The page of `kg serve`, driven in the system's Chromium: what a reader does, by mouse and by keyboard.

Every test fails if the page logs an error or asks another host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from live_server import Client
from playwright.sync_api import Browser, Page, expect

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
_REFUSED = re.compile("the server responded with a status of 40[04] ")
VIEWS = {
    "start": "/",
    "search": "/search?q=Syria",
    "entity": "/entity/russia",
    "graph": "/graph",
    "graph-focus": "/graph?focus=russia",
    "paths": "/paths?from=helen-marsh&to=viktor-malenko",
    "documents": "/documents",
    "sparql": "/sparql-page?name=who-met-whom",
    "missing": "/entity/nobody-of-this-name",
}


@pytest.fixture
def page(browser: Browser, served_sample: Client) -> Iterator[Page]:
    """A page of its own, on a desktop; watched for errors and requests to other hosts."""
    yield from open_page(browser, served_sample, viewport=DESK)


@pytest.fixture
def phone(browser: Browser, served_sample: Client) -> Iterator[Page]:
    """The same on a phone, with a dark theme and little motion."""
    yield from open_page(
        browser, served_sample, viewport=PHONE, color_scheme="dark", reduced_motion="reduce", has_touch=True
    )


def open_page(browser: Browser, served: Client, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=served.address, **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.extend(foreign(request.url, served)))
    yield page
    context.close()
    # A browser logs each answer that is no success; what does not exist, and what is no query, is meant to get one.
    assert [fault for fault in faults if not _REFUSED.search(fault)] == []


def foreign(url: str, served: Client) -> list[str]:
    return [] if url.startswith((served.address, "data:", "blob:")) else [f"asked {url}"]


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_search_completes_by_keyboard_and_leads_to_the_entity(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox").first
    field.focus()
    page.keyboard.type("kowal")
    expect(page.get_by_role("option", name="Marta Kowalczyk")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "Marta Kowalczyk")
    assert urlsplit(page.url).path == "/entity/marta-kowalczyk"
    page.go_back()
    heading(page, re.compile("news"))


def test_words_that_are_no_name_are_found_in_sentences(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox").first
    field.fill("locked since dawn")
    field.press("Enter")
    heading(page, re.compile("locked since dawn"))
    expect(page.locator("mark", has_text="locked").first).to_be_visible()


def test_a_fact_opens_to_its_quote_in_its_paragraph_and_to_the_document(page: Page) -> None:
    page.goto("/entity/russia")
    page.get_by_role("button", name=re.compile("^Quote: Russia.*new sanctions on Syria")).first.click()
    quote = page.locator("blockquote").first
    expect(quote.locator("mark.subject").first).to_be_visible()
    sentence = quote.locator("mark.predicate").first
    expect(sentence).to_be_visible()
    page.locator(".fact-evidence .source-line a").first.click()
    heading(page, re.compile("."))
    path = urlsplit(page.url)
    assert path.path.startswith("/document/") and path.fragment.startswith("char=")
    start, end = map(int, path.fragment.removeprefix("char=").split(","))
    assert end > start
    expect(page.locator("article, main").get_by_text("sanctions").first).to_be_visible()


def test_what_is_negated_or_hypothetical_is_hidden_openly_until_asked_for(page: Page) -> None:
    page.goto("/entity/sarikum")
    facts = page.locator("li.fact")
    expect(facts.first).to_be_visible()
    before = facts.count()
    assert page.locator("li.fact.negated").count() == page.locator("li.fact.hypothetical").count() == 0
    expect(page.get_by_text(re.compile("hidden"))).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("li.fact.negated").first).to_be_visible()
    assert facts.count() > before
    assert "status" in parse_qs(urlsplit(page.url).query)
    page.reload()
    expect(page.locator("li.fact.negated").first).to_be_visible()


def test_a_path_is_followed_hop_by_hop_with_its_quotes(page: Page) -> None:
    page.goto("/paths")
    for label, name in (("From", "Helen Marsh"), ("To", "Viktor Malenko")):
        field = page.get_by_role("combobox", name=label, exact=True)
        field.fill(name)
        expect(page.get_by_role("option", name=name).first).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
    chain = page.get_by_role("heading", name=re.compile("Helen Marsh – Marta Kowalczyk – Viktor Malenko")).first
    expect(chain).to_be_visible()
    expect(page.get_by_text("on Monday evening and offered to host").first).to_be_visible()
    query = parse_qs(urlsplit(page.url).query)
    assert (query["from"], query["to"]) == (["helen-marsh"], ["viktor-malenko"])


def test_a_document_shows_all_that_was_read_in_it(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="Damascus denies it blocked aid convoy").click()
    heading(page, "Damascus denies it blocked aid convoy")
    sentence = page.get_by_role("link", name=re.compile("^Syrian Information Minister Nabil Sayegh said"))
    sentence.focus()
    page.keyboard.press("Enter")
    facts = page.get_by_role("complementary", name="Facts of the sentence")
    expect(facts.get_by_text("shell").first).to_be_visible()
    assert urlsplit(page.url).fragment == "char=405,536"


def test_a_query_of_the_samples_runs_and_its_names_lead_on(page: Page) -> None:
    page.goto("/sparql-page?name=who-met-whom")
    page.get_by_role("button", name=re.compile("^Run")).click()
    table = page.get_by_role("table")
    expect(table).to_be_visible()
    expect(table.get_by_role("link", name="dmitri-solovyov").first).to_be_visible()
    table.get_by_role("link", name="dmitri-solovyov").first.click()
    heading(page, "Dmitri Solovyov")


def test_a_query_that_cannot_be_parsed_is_told_where(page: Page) -> None:
    page.goto("/sparql-page?query=SELECT+%3Fx+%7B+%3Fx+nonsense")
    page.get_by_role("button", name=re.compile("^Run")).click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("line 1", re.IGNORECASE))


def test_the_graph_is_walked_in_the_list_by_keyboard_alone(page: Page) -> None:
    page.goto("/graph?focus=russia")
    page.get_by_role("button", name="List").focus()
    page.keyboard.press("Enter")
    region = page.get_by_role("region", name="List of what is shown")
    expect(region).to_be_visible()
    before = region.locator("tbody tr").count()
    expand = region.get_by_role("button", name="Expand Syria", exact=True)
    expand.focus()
    page.keyboard.press("Enter")
    expect(region.locator("tbody tr").nth(before)).to_be_visible()
    region.locator("button.network-name").first.focus()
    page.keyboard.press("Enter")
    side = page.get_by_role("complementary", name="What is selected")
    expect(side.get_by_role("heading", level=2)).to_be_visible()
    assert "selected" in page.url


def test_filters_of_the_graph_stand_in_its_address(page: Page) -> None:
    page.goto("/graph")
    page.get_by_role("button", name="List").click()
    region = page.get_by_role("region", name="List of what is shown")
    expect(region).to_be_visible()
    negated = region.locator("li.network-fact.negated")
    assert negated.count() == 0
    page.locator(".network-filters").get_by_text("negated", exact=False).first.click()
    expect(negated.first).to_be_visible()
    address = page.url
    assert "negated" in address
    page.goto("/")
    page.goto(address)
    page.get_by_role("button", name="List").click()
    expect(negated.first).to_be_visible()


def test_the_picture_is_drawn_in_every_line_style(page: Page) -> None:
    page.goto("/graph?focus=russia&statuses=asserted,reported,negated,hypothetical")
    expect(page.locator("canvas").first).to_be_visible()
    page.wait_for_timeout(1500)
    picture = page.locator(".network-stage").screenshot()
    assert len(picture) > 20_000, "an empty picture compresses to far less"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("device", ["page", "phone"])
def test_no_view_has_a_serious_accessibility_fault(request: pytest.FixtureRequest, view: str, device: str) -> None:
    page: Page = request.getfixturevalue(device)
    page.goto(VIEWS[view])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    serious = [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found if is_serious(fault)]
    assert serious == [], json.dumps(serious, indent=1)


def is_serious(fault: dict[str, Any]) -> bool:
    return fault["impact"] in ("serious", "critical")


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_is_wider_than_a_phone(phone: Page, view: str) -> None:
    phone.goto(VIEWS[view])
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_each_view_is_reached_by_keyboard_from_the_skip_link_on(page: Page) -> None:
    page.goto("/entity/russia")
    heading(page, "Russia")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("Skip"))).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_markup_in_titles_and_texts_is_shown_and_never_run(browser: Browser, served_hostile: Client) -> None:
    for page in open_page(browser, served_hostile, viewport=DESK):
        for view in ("/", "/documents", "/search?q=script", "/graph"):
            page.goto(view)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_load_state("networkidle")
        page.goto("/documents")
        page.get_by_role("link", name=re.compile("script")).first.click()
        expect(page.get_by_role("heading", level=1, name=re.compile("<script>"))).to_be_visible()
        assert page.evaluate("window.hurt") is None
        assert page.locator("a[href^='javascript']").count() == 0

