"""Derives the gazetteers from their sources and the hand edits in `edits.tsv`.

    python -m kg.gazetteers.derive ../shared/gazetteers

`countries.tsv` comes from country-codes.csv (PDDL) and edits; `nationalities.tsv`, `places.tsv` and `leaders.tsv` from
CountryInfo (CC BY-SA 3.0) and edits. The same sources give the same bytes: rows are sorted, nothing depends on a clock.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

# Entries of CountryInfo whose code is missing or wrong, by the name it uses.
CODES_BY_NAME = {
    "SERBIA_AND_MONTENEGRO": "SRB",
    "MAYOTTE": "MYT",
    "SAINT_BARTHELEMY": "BLM",
    "JERSEY": "JEY",
    "ISLE_OF_MAN": "IMN",
    "TIMOR_LESTE": "TLS",
    "KOSOVO": "XKX",
    "MONTENEGRO": "MNE",
    "CROATIA": "HRV",
    "SLOVENIA": "SVN",
    "MACEDONIA": "MKD",
    "BOSNIA_AND_HERZEGOVINA": "BIH",
}
# Not a country of ours: parts, dissolved territories, and regions listed as countries.
LEFT_OUT = {
    "BOSNIAK/CROAT_FEDERATION",
    "BOSNIAN_SERB_REPUBLICA",
    "TURKISH_REPUBLIC_OF_NORTH_CYPRUS",
    "NETHERLANDS_ANTILLES",
    "TIBET",
}
# Headings of CountryInfo's <Leaders> that are heads of state or government, with the role in words.
ROLES = {
    "president": "President",
    "presidents": "President",
    "interim president": "President",
    "prime minister": "Prime Minister",
    "prime ministers": "Prime Minister",
    "premier": "Premier",
    "premiers": "Premier",
    "chancellors": "Chancellor",
    "general secretaries": "General Secretary",
    "king": "King",
    "kings": "King",
    "kings/queens": "monarch",
    "emirs": "Emir",
    "sultans": "Sultan",
    "chief executives": "Chief Executive",
    "heads of state": "head of state",
    "heads of government": "head of government",
}
# Titles of respect that CountryInfo writes as part of a leader's name.
HONORIFICS = ("Hojatolislam", "Ayatollah", "Sir", "Sayyed", "Dr.", "General", "Colonel", "Captain", "Lt.")
PARTICLES = {
    "al",
    "as",
    "bin",
    "da",
    "das",
    "de",
    "del",
    "der",
    "di",
    "dos",
    "du",
    "e",
    "el",
    "ibn",
    "la",
    "van",
    "von",
}
SMALL_WORDS = PARTICLES | {"and", "do", "of", "upon"}
EARLIEST_END = "1990-01-01"
# A term that CountryInfo leaves open is taken to end here: its last version is of 2012 and does not say who followed.
LATEST_KNOWN = "2012-12-31"


@dataclass(frozen=True)
class Block:
    """One country of CountryInfo: its code, and the lines of each field."""

    code: str
    body: str

    def lines(self, field: str) -> list[str]:
        """Return the entries of a field, in file order, without comments."""
        found = re.search(rf"<{field}>(.*?)</{field}>", self.body, re.DOTALL)
        rows = (line.partition("#")[0].strip() for line in found.group(1).splitlines()) if found else ()
        return [row for row in rows if row]


Edits = dict[str, dict[str, list[str]]]


def read_edits(path: Path) -> Edits:
    """Return the hand edits as code → field → values, in file order."""
    edits: Edits = defaultdict(lambda: defaultdict(list))
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "code\t")) or not line.strip():
            continue
        code, field, value = line.split("\t")
        values = [value] if field == "leader" else value.split("; ")
        edits[code][field].extend(values)
    return edits


def read_blocks(path: Path) -> list[Block]:
    """Return the countries of CountryInfo with ISO codes; what is commented out or no country is left out."""
    with gzip.open(path, "rt", encoding="utf-8", errors="ignore") as file:
        text = file.read()
    text = re.sub(r"<!--.*?-->|<Comment>.*?</Comment>", "", text, flags=re.DOTALL)
    blocks = []
    for body in re.findall(r"<Country>(.*?)</Country>", text, re.DOTALL):
        name_match = re.search(r"<CountryName>(.*?)</CountryName>", body)
        code_match = re.search(r"<CountryCode>(.*?)</CountryCode>", body)
        name = name_match.group(1).strip() if name_match else ""
        code = CODES_BY_NAME.get(name, code_match.group(1)[-3:] if code_match else "")
        if name not in LEFT_OUT and re.fullmatch(r"[A-Z]{3}", code):
            blocks.append(Block(code, body))
    return blocks


def clean_name(name: str) -> str:
    """Return an official name as running text would have it.

    >>> clean_name("Bolivia (Plurinational State of)"), clean_name("the Kingdom of Spain *")
    ('Bolivia', 'Kingdom of Spain')
    """
    name = name.replace(" - ", "-")
    name = re.sub(r"\s*\(.*?\)|\s*\*+", "", name).strip()
    name = name.replace(" & ", " and ").replace("’", "'")
    return name.removeprefix("the ").strip()


def to_title_case(name: str) -> str:
    """Return a CountryInfo name (`SAO_PAULO_`) in normal case.

    >>> to_title_case("BASHAR_AL-ASSAD_"), to_title_case("COTE_D'IVOIRE_"), to_title_case("ELIZABETH_II")
    ('Bashar al-Assad', "Cote d'Ivoire", 'Elizabeth II')
    """
    words = [word for word in name.replace("_", " ").split() if word]
    return " ".join(_title_word(word, is_first=place == 0) for place, word in enumerate(words))


def _title_word(word: str, *, is_first: bool) -> str:
    if re.fullmatch(r"[IVX]{2,}|([A-Z]\.)+", word):
        return word
    parts = [part.capitalize() for part in word.split("-")]
    if len(parts) > 1:
        parts = [part.lower() if part.lower() in {"al", "as", "el", "ar", "ad"} else part for part in parts]
    result = "-".join(parts)
    if not is_first and result.lower() in SMALL_WORDS:
        return result.lower()
    result = re.sub(r"^D'(\w)", lambda match: "d'" + match.group(1).upper(), result)
    return re.sub(r"^(O'|Mc)(\w)", lambda match: match.group(1) + match.group(2).upper(), result)


def derive_countries(codes: list[dict[str, str]], edits: Edits) -> list[list[str]]:
    """Return the rows of countries.tsv, sorted by label, with the columns that `derive` names."""
    rows = []
    known = {row["ISO3166-1-Alpha-3"]: row for row in codes}
    for code in sorted(set(known) | {code for code in edits if edits[code].keys() >= {"label", "wikidata", "kind"}}):
        edit = edits[code]
        if "drop" not in edit:
            rows.append(_country_row(code, known.get(code, {}), edit))
    return sorted(rows, key=lambda row: row[2])


def _country_row(code: str, source: dict[str, str], edit: dict[str, list[str]]) -> list[str]:
    fields = ("official_name_en", "CLDR display name", "UNTERM English Short", "UNTERM English Formal")
    given = [clean_name(source.get(field, "")) for field in fields]
    label = edit["label"][0] if "label" in edit else given[1]
    kind = edit["kind"][0] if "kind" in edit else ("state" if source["is_independent"] == "Yes" else "territory")
    wikidata = edit["wikidata"][0] if "wikidata" in edit else source["wikidata_id"].rpartition("/")[2]
    names = {name for name in given if name} | set(edit.get("name", ()))
    names = {spelling for name in names | {label} for spelling in _spellings(name)}
    names -= {label, *edit.get("no-name", ())}
    capital = clean_name(source.get("Capital", ""))
    capitals = edit.get("capital") or ([capital] if capital else [])
    silent = {*edit.get("no-seat", ()), label}
    seats = [city for city in (*capitals, *edit.get("seat", ())) if city not in silent] if kind == "state" else []
    ambiguous = sorted({*edit.get("ambiguous", ())} & {label, *names})
    columns = (sorted(names), edit.get("abbreviation", ()), capitals, seats, ambiguous)
    return [code, wikidata, label, kind, "".join(edit.get("article", ())), *("; ".join(column) for column in columns)]


def _spellings(name: str) -> set[str]:
    """Return a name with its saints both short and in full."""
    return {name, re.sub(r"\bSaint\b", "St.", name), re.sub(r"\bSt\.", "Saint", name)}


def derive_nationalities(blocks: list[Block], edits: Edits, wikidata: dict[str, str]) -> list[list[str]]:
    """Return rows of nationalities.tsv: word, wikidata, form (adjective, person, people), ambiguous.

    CountryInfo's list runs from adjectives to foreign and misspelt names of the country; only its first entry
    is reliably an adjective or a demonym, so the rest come from the edits.
    """
    words: dict[tuple[str, str], str] = {}
    firsts = {block.code: [to_title_case(entry) for entry in block.lines("Nationality")[:1]] for block in blocks}
    for code in sorted(set(wikidata)):
        edit = edits[code]
        adjectives = [*firsts.get(code, ()), *edit.get("demonym", ())]
        adjectives = [word for word in adjectives if word not in edit.get("no-demonym", ())]
        persons = edit.get("person", [])
        for word in adjectives:
            if word not in persons:
                words.setdefault((word, code), "adjective")
        for word in persons:
            words[word, code] = "person"
        for word in (*adjectives, *persons):
            for plural in _plurals(word):
                words.setdefault((plural, code), "people")
    doubtful = {code: set(edits[code].get("ambiguous", ())) for code in wikidata}
    return sorted(
        [word, wikidata[code], form, "yes" if word.removesuffix("s") in doubtful[code] else ""]
        for (word, code), form in words.items()
    )


def _plurals(word: str) -> list[str]:
    """Return the plural of a demonym if it has one of its own (`Chinese`, `French` and `Swiss` have none).

    >>> _plurals("Russian"), _plurals("Irishman"), _plurals("Chinese")
    (['Russians'], ['Irishmen'], [])
    """
    if re.search(r"(Irish|French|Dutch)(wo)?man$", word):
        return [word[:-3] + "men"]
    without = r"ese|ish|French|Dutch|ss|ais|ois|gyz|ic|que|tswana|sotho|Philippine|Burkinabe|Kiribati|Vanuatu"
    return [] if re.search(f"({without})$", word) else [word + "s"]


def derive_places(blocks: list[Block], edits: Edits, countries: list[list[str]]) -> list[list[str]]:
    """Return rows of places.tsv: name, wikidata of the country, kind (capital, city, region), ambiguous.

    A name found in two countries belongs to the sovereign one, then to the one where it is the capital; else it is
    left out.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    labels = {name for row in countries for name in (row[2], *row[5].split("; "))}
    by_code = {block.code: block for block in blocks}
    for row in countries:
        code, capitals = row[0], row[7]
        for name in filter(None, [*capitals.split("; "), *row[8].split("; ")]):
            found[name][code] = "capital"
        for kind, field in (("city", "MajorCities"), ("region", "Regions")):
            listed = by_code[code].lines(field) if code in by_code else []
            names = [to_title_case(entry) for entry in listed]
            left_out = {name.lower() for name in edits[code].get("no-place", ())}
            kept = [name for name in names if name.lower() not in left_out and "*" not in left_out]
            for name in (*kept, *edits[code].get(kind, ())):
                found[name].setdefault(code, kind)
    rank = {row[0]: {"state": 0, "former": 2}.get(row[3], 1) for row in countries}
    rows = []
    for name, claims in sorted(found.items()):
        best = sorted(claims, key=lambda code: (rank[code], claims[code] != "capital", code))
        is_clash = len(best) > 1 and _tie(best[0], best[1], rank, claims)
        is_country = name in labels and claims[best[0]] != "capital"
        if is_clash or is_country or not re.fullmatch(r"[^\W\d_][\w .,'’&-]*", name):
            continue
        wikidata = next(row[1] for row in countries if row[0] == best[0])
        doubtful = any(name in edits[code].get("ambiguous", ()) for code in edits)
        rows.append([name, wikidata, claims[best[0]], "yes" if doubtful else ""])
    return rows


def _tie(first: str, second: str, rank: dict[str, int], claims: dict[str, str]) -> bool:
    return rank[first] == rank[second] and (claims[first] == "capital") == (claims[second] == "capital")


def derive_leaders(blocks: list[Block], edits: Edits, wikidata: dict[str, str]) -> list[list[str]]:
    """Return rows of leaders.tsv: name, wikidata of the country, role, from, to (ISO dates; `to` empty if open).

    `wikidata` holds states only: a premier of Bermuda called Smith would claim every Smith.
    """
    rows: set[tuple[str, str, str, str, str]] = set()
    replaced = set()
    for code in sorted(wikidata):
        for entry in edits[code].get("leader", ()):
            name, role, start, end = (part.strip() for part in entry.split("|"))
            rows.add((name, wikidata[code], role, start, end))
            replaced.add((wikidata[code], role))
            replaced.add((wikidata[code], name))
    for block in blocks:
        if block.code in wikidata:
            for name, role, start, end in _read_leaders(block):
                country = wikidata[block.code]
                # CountryInfo stops in 2008: where the edits know the later ones, an open term is one of those.
                if end or not {(country, role), (country, name)} & replaced:
                    rows.add((name, country, role, start, end or LATEST_KNOWN))
    return [list(row) for row in sorted(rows)]


def _read_leaders(block: Block) -> Iterable[tuple[str, str, str, str]]:
    """Yield name, role, first and last day of the heads of state and government in office after 1990."""
    found = re.search(r"<Leaders>(.*?)</Leaders>", block.body, re.DOTALL)
    role: str | None = None
    for line in found.group(1).splitlines() if found else ():
        heading = re.match(r"\s*<([^/>][^>]*)>", line)
        if heading:
            role = ROLES.get(heading.group(1).strip().lower())
        elif role and "[" in line:
            names, _, dates = line.partition("[")
            for start, end in _read_terms("[" + dates):
                for name in _leader_names(names):
                    yield name, role, start, end


def _read_terms(dates: str) -> Iterable[tuple[str, str]]:
    for bracket in re.findall(r"\[([^\]]*)\]", dates):
        term = re.fullmatch(r"(\d{8}) - (\d{8})", bracket.strip())
        if term and _iso(term.group(2)) >= EARLIEST_END:
            yield _iso(term.group(1)), _iso(term.group(2))
        elif re.fullmatch(r">\d{8}", bracket.strip()):
            yield _iso(bracket.strip()[1:]), ""


def _leader_names(names: str) -> Iterable[str]:
    for name in re.findall(r"\{([^}]+)\}", names) or [names]:
        name = to_title_case(re.sub(r"\(.*", "", name.strip()))
        while name.startswith(HONORIFICS):
            name = name.partition(" ")[2]
        if " " in name and not re.search(r"[^\w .'’-]", name):
            yield name


def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


SHARE_ALIKE = (
    "Derived from CountryInfo.120116.txt, (c) 2012 Philip A. Schrodt, the Event Data Project at Penn State,",
    "github.com/openeventdata/CountryInfo, commit 07c9c54, with changes (edits.tsv). Licence: CC BY-SA 3.0: LICENSE.",
)
PUBLIC_DOMAIN = (
    "Derived from country-codes.csv, github.com/datasets/country-codes, commit caa72d1 (2026-05-15), PDDL 1.0",
    "(public domain), with changes (edits.tsv). Several values are parted by '; '.",
)


def write_table(path: Path, comment: Iterable[str], columns: str, rows: list[list[str]]) -> None:
    """Write rows as tab-separated values under comment lines and a header."""
    lines = [*(f"# {line}" for line in comment), columns.replace(" ", "\t"), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def derive(sources: Path, target: Path = HERE) -> None:
    """Write the four tables into `target` from the files in `sources`."""
    edits = read_edits(HERE / "edits.tsv")
    blocks = read_blocks(sources / "CountryInfo.120116.txt.gz")
    with (sources / "country-codes.csv").open(encoding="utf-8", newline="") as file:
        countries = derive_countries(list(csv.DictReader(file)), edits)
    wikidata = {row[0]: row[1] for row in countries}
    columns = "code wikidata label kind article names abbreviations capitals seats ambiguous"
    write_table(target / "countries.tsv", PUBLIC_DOMAIN, columns, countries)
    rows = derive_nationalities(blocks, edits, wikidata)
    write_table(target / "nationalities.tsv", SHARE_ALIKE, "word wikidata form ambiguous", rows)
    rows = derive_places(blocks, edits, countries)
    write_table(target / "places.tsv", SHARE_ALIKE, "name wikidata kind ambiguous", rows)
    states = {row[0]: row[1] for row in countries if row[3] == "state"}
    rows = derive_leaders(blocks, edits, states)
    write_table(target / "leaders.tsv", SHARE_ALIKE, "name wikidata role from to", rows)


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
