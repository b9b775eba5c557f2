"""What a notebook shows, in a real browser: hostile names do nothing, and light and dark are both read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from test_display import HOSTILE, poisoned

from kg.graph.display import to_html

PAGE = """<!doctype html><meta charset="utf-8"><title>Notebook</title>
<body style="background: {paper}; color: {ink}">{displays}</body>"""


@pytest.mark.parametrize(("paper", "ink"), [("#ffffff", "#111111"), ("#111111", "#dddddd")], ids=["light", "dark"])
def test_hostile_names_do_nothing_and_are_read(paper: str, ink: str, browser: Browser) -> None:
    page = browser.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.set_content(PAGE.format(paper=paper, ink=ink, displays="".join(map(to_html, poisoned(HOSTILE)))))
    page.wait_for_timeout(200)
    assert seen == []
    assert page.locator("script, img, svg").count() == 0
    assert page.get_by_text("<script>alert(1)</script>").count() > 5
    words = page.locator("b, mark, span")
    colours = words.evaluate_all("found => found.map(element => getComputedStyle(element).color)")
    assert len(set(colours)) == 1, "all words have the colour of the notebook"
    page.close()
