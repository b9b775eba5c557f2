"""Articles that mean harm: markup in texts, titles and names of outlets, and an address that is a script."""

from __future__ import annotations

from pathlib import Path

from kg.pipeline import build

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
ARTICLES = {
    "script.txt": f"Clinton meets Putin\n\nClinton met Vladimir Putin in Oslo. {SCRIPT} Putin visited France.\n",
    "page.html": (
        "<html><head><title>Talks &lt;img src=x onerror=alert(3)&gt;</title></head><body><article>"
        "<p>Sergey Lavrov met Hillary Clinton in Oslo on Monday.</p>"
        "<p>Russia opposes sanctions on Syria, the minister said in a long statement to the press.</p>"
        "<script>document.body.innerHTML = 'owned'</script></article></body></html>"
    ),
    "link.txt": "France supports Norway\n\nFrance supports Norway.\n",
}
METADATA = (
    "path\ttitle\tdate\tpublisher\turl\n"
    f"script.txt\t{SCRIPT}\t2012-09-08\t{IMAGE}\tjavascript:alert(4)\n"
    "link.txt\tNews\t2012-09-09\tThe Example\thttps://news.example/a?b=1&c=<2>\n"
)


def build_hostile(root: Path) -> Path:
    """Build a graph of these articles in a folder, and return it: `g.kg` there."""
    articles = root / "articles"
    articles.mkdir()
    for name, content in ARTICLES.items():
        (articles / name).write_text(content, encoding="utf-8")
    (articles / "metadata.tsv").write_text(METADATA, encoding="utf-8")
    build(root / "g.kg", [articles], workers=1)
    return root / "g.kg"
