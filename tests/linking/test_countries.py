"""Countries by name, adjective, capital, city and leader."""

import gzip
from pathlib import Path

import pytest

from kg.gazetteers.derive import derive
from kg.linking import find_capital, find_city, find_country, find_demonym, find_leader, is_ambiguous
from kg.linking.countries import countries_by_id


@pytest.mark.parametrize(
    ("name", "label", "wikidata"),
    [
        ("Russia", "Russia", "Q159"),
        ("Russian Federation", "Russia", "Q159"),
        ("the Russian Federation", "Russia", "Q159"),
        ("RUSSIA", "Russia", "Q159"),
        ("US", "United States", "Q30"),
        ("U.S.", "United States", "Q30"),
        ("U.S", "United States", "Q30"),
        ("USA", "United States", "Q30"),
        ("U.S.A.", "United States", "Q30"),
        ("the United States of America", "United States", "Q30"),
        ("The United States", "United States", "Q30"),
        ("America", "United States", "Q30"),
        ("UK", "United Kingdom", "Q145"),
        ("U.K.", "United Kingdom", "Q145"),
        ("Britain", "United Kingdom", "Q145"),
        ("Great Britain", "United Kingdom", "Q145"),
        ("PRC", "China", "Q148"),
        ("DPRK", "North Korea", "Q423"),
        ("Republic of Korea", "South Korea", "Q884"),
        ("UAE", "United Arab Emirates", "Q878"),
        ("Burma", "Myanmar", "Q836"),
        ("Ivory Coast", "Ivory Coast", "Q1008"),
        ("Côte d’Ivoire", "Ivory Coast", "Q1008"),
        ("Czech Republic", "Czech Republic", "Q213"),
        ("Syrian Arab Republic", "Syria", "Q858"),
        ("Taiwan", "Taiwan", "Q865"),
        ("the Vatican", "Vatican City", "Q237"),
        ("the Netherlands", "Netherlands", "Q55"),
        ("Namibia", "Namibia", "Q1030"),
        ("Türkiye", "Turkey", "Q43"),
        ("Congo", "Democratic Republic of Congo", "Q974"),
        ("Guinea", "Guinea", "Q1006"),
        ("Guinea-Bissau", "Guinea-Bissau", "Q1007"),
        ("Samoa", "Samoa", "Q683"),
        ("Kosovo", "Kosovo", "Q1246"),
        ("Soviet Union", "Soviet Union", "Q15180"),
        ("USSR", "Soviet Union", "Q15180"),
        ("Saint Lucia", "St. Lucia", "Q760"),
        ("St. Kitts and Nevis", "St. Kitts and Nevis", "Q763"),
    ],
)
def test_names_of_countries(name: str, label: str, wikidata: str) -> None:
    country = find_country(name)
    assert country is not None
    assert (country.label, country.wikidata) == (label, wikidata)


@pytest.mark.parametrize(
    "word", ["us", "Us", "uk", "turkey", "china", "chad", "Uk", "Usa", "", "the", "Moscow", "Clinton"]
)
def test_words_that_are_no_country(word: str) -> None:
    assert find_country(word) is None


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("Russian", "Russia"),
        ("Russians", "Russia"),
        ("Syrian", "Syria"),
        ("Chinese", "China"),
        ("American", "United States"),
        ("Americans", "United States"),
        ("British", "United Kingdom"),
        ("Britons", "United Kingdom"),
        ("French", "France"),
        ("Frenchmen", "France"),
        ("Saudi", "Saudi Arabia"),
        ("Emirati", "United Arab Emirates"),
        ("Israelis", "Israel"),
        ("North Korean", "North Korea"),
        ("Afghan", "Afghanistan"),
        ("Czechs", "Czech Republic"),
        ("Swiss", "Switzerland"),
        ("Dutch", "Netherlands"),
        ("Spaniards", "Spain"),
        ("Nigerien", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Samoan", "Samoa"),
        ("Soviet", "Soviet Union"),
        ("Georgian", "Georgia"),
        ("Congolese", "Democratic Republic of Congo"),
        ("Filipinos", "Philippines"),
        ("Palestinians", "Palestine"),
        ("Burmese", "Myanmar"),
        ("Kuwaitis", "Kuwait"),
    ],
)
def test_adjectives_and_demonyms(word: str, label: str) -> None:
    country = find_demonym(word)
    assert country is not None
    assert country.label == label


@pytest.mark.parametrize(
    "word", ["polish", "turkish", "English", "Zaire", "Brasil", "Laos", "Asian", "European", "Arab", "finn", "swede"]
)
def test_words_that_are_no_demonym(word: str) -> None:
    assert find_demonym(word) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Moscow", "Russia"),
        ("Washington", "United States"),
        ("Kyiv", "Ukraine"),
        ("Kiev", "Ukraine"),
        ("Beijing", "China"),
        ("Damascus", "Syria"),
        ("Tehran", "Iran"),
        ("Bogotá", "Colombia"),
        ("Pyongyang", "North Korea"),
        ("Berlin", "Germany"),
        ("Ankara", "Turkey"),
        ("Canberra", "Australia"),
        ("New Delhi", "India"),
    ],
)
def test_capitals_stand_for_governments(name: str, label: str) -> None:
    country = find_capital(name)
    assert country is not None
    assert country.label == label


@pytest.mark.parametrize(
    "name", ["Brussels", "Kingston", "Victoria", "Luxembourg", "Singapore", "New York", "Istanbul", "moscow"]
)
def test_cities_that_stand_for_no_government(name: str) -> None:
    assert find_capital(name) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Vladivostok", "Russia"),
        ("Sochi", "Russia"),
        ("New York", "United States"),
        ("Istanbul", "Turkey"),
        ("Brussels", "Belgium"),
        ("São Paulo", "Brazil"),
        ("Aleppo", "Syria"),
        ("Scotland", "United Kingdom"),
        ("The Hague", "Netherlands"),
        ("Geneva", "Switzerland"),
        ("St. Petersburg", "Russia"),
        ("Texas", "United States"),
    ],
)
def test_cities_and_regions_lie_in_countries(name: str, label: str) -> None:
    country = find_city(name)
    assert country is not None
    assert country.label == label


@pytest.mark.parametrize("name", ["Atlantis", "Georgia", "Victoria", "nice", "reading"])
def test_places_that_are_unknown_or_countries(name: str) -> None:
    country = find_city(name)
    assert country is None or (name, country.label) == ("Victoria", "Seychelles")


@pytest.mark.parametrize(
    ("name", "date", "label", "role"),
    [
        ("Assad", "2012-09-08", "Syria", "President"),
        ("Bashar al-Assad", "2012-09-08", "Syria", "President"),
        ("Bashar Assad", None, "Syria", "President"),
        ("Obama", "2012-09-08", "United States", "President"),
        ("Barack Obama", "2019-01-01", "United States", "President"),
        ("Putin", "2012-09-08", "Russia", "President"),
        ("Vladimir Putin", "2010-01-01", "Russia", "Prime Minister"),
        ("Clinton", "1995-05-05", "United States", "President"),
        ("Bush", "2005-01-01", "United States", "President"),
        ("Hu", "2010-01-01", "China", "President"),
        ("Merkel", None, "Germany", "Chancellor"),
        ("Netanyahu", "1998-01-01", "Israel", "Prime Minister"),
        ("Mubarak", "2010-01-01", "Egypt", "President"),
        ("Erdoğan", "2016-01-01", "Turkey", "President"),
        ("al-Maliki", "2008-01-01", "Iraq", "Prime Minister"),
    ],
)
def test_leaders(name: str, date: str | None, label: str, role: str) -> None:
    found = find_leader(name, date)
    assert found is not None
    assert (found[0].label, found[1]) == (label, role)


@pytest.mark.parametrize(
    ("name", "date"),
    [("Clinton", "2012-09-08"), ("Brown", "2013-01-01"), ("Kim", None), ("Smith", None), ("", None), ("Lavrov", None)],
)
def test_names_of_no_leader_or_of_several(name: str, date: str | None) -> None:
    assert find_leader(name, date) is None


def test_ambiguous_names_are_marked() -> None:
    assert all(is_ambiguous(name) for name in ("Georgia", "Jordan", "Chad", "Guinea", "Turkey", "Mali", "Georgian"))
    assert not any(is_ambiguous(name) for name in ("Russia", "Moscow", "Syrian", "U.S.", "nobody"))


def test_labels_take_their_article() -> None:
    articles = {country.label: country.name_in_text for country in countries_by_id().values()}
    assert articles["United States"] == "the United States"
    assert articles["Philippines"] == "the Philippines"
    assert articles["Russia"] == "Russia"


def test_every_country_has_one_wikidata_item_and_is_found_by_its_label() -> None:
    countries = list(countries_by_id().values())
    assert len(countries) == len({country.label for country in countries}) > 230
    for country in countries:
        assert country.wikidata.startswith("Q")
        assert find_country(country.label) == country


COUNTRY_INFO = """<!-- documentation -->
<Country><CountryCode>FRA</CountryCode><CountryName>FRANCE</CountryName>
<Nationality>
	FRENCH_
	FRANKREICH_
</Nationality>
<MajorCities>
	LYON_ # on the Rhone
	TRIPOLI_
</MajorCities>
<Leaders>
	<Presidents>
		JACQUES_CHIRAC_			[19950517 - 20070516]  [B:19320101]
		GEORGES_POMPIDOU_		[19690620 - 19740402]
	</Presidents>
</Leaders>
</Country>
<Country><CountryCode>LBY</CountryCode><CountryName>LIBYA</CountryName>
<Nationality>
	LIBYAN_
</Nationality>
</Country>
"""
COUNTRY_CODES = """ISO3166-1-Alpha-3,official_name_en,CLDR display name,is_independent,Capital,wikidata_id
FRA,France,France,Yes,Paris,https://www.wikidata.org/wiki/Q142
LBY,Libya,Libya,Yes,Tripoli,https://www.wikidata.org/wiki/Q1016
"""


def test_tables_are_derived_from_their_sources(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "CountryInfo.120116.txt.gz", "wt", encoding="utf-8") as file:
        file.write(COUNTRY_INFO)
    (tmp_path / "country-codes.csv").write_text(COUNTRY_CODES, encoding="utf-8")
    derive(tmp_path, tmp_path)
    tables = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in tmp_path.glob("*.tsv")}
    assert "French\tQ142\tadjective\t" in tables["nationalities"]
    assert not any("Frankreich" in row for row in tables["nationalities"])
    assert "Lyon\tQ142\tcity\t" in tables["places"]
    assert "Tripoli\tQ1016\tcapital\t" in tables["places"], "the capital wins over another country's city"
    assert "Jacques Chirac\tQ142\tPresident\t1995-05-17\t2007-05-16" in tables["leaders"]
    assert not any("Pompidou" in row for row in tables["leaders"])
