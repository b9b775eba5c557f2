from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.documents.language import find_foreign_language

SHARED = Path(__file__).parents[3] / "shared"
FOREIGN = {
    "German": "Die Bundesregierung hat am Dienstag neue Gespräche mit Russland über Syrien abgelehnt. Außenminister "
    "Jens Albrecht sagte in Berlin, zuerst müsse Moskau die Waffenruhe einhalten.",
    "French": "Le ministre des Affaires étrangères a rencontré mardi son homologue syrien à Genève. La Russie n’a pas "
    "été invitée. « Nous n’avons rien promis », a dit le ministre devant la presse.",
    "Spanish": "El presidente del Gobierno anunció el lunes que España no enviará tropas a Siria. La oposición le "
    "pidió que explicara la decisión en el Congreso.",
    "Dutch": "De minister van Buitenlandse Zaken heeft dinsdag gezegd dat Nederland geen troepen naar Syrië stuurt. "
    "Volgens hem is er in de Kamer geen meerderheid voor.",
    "Italian": "Il ministro degli Esteri ha incontrato a Mosca il suo collega russo. Secondo una nota, i due hanno "
    "parlato della crisi in Siria e delle sanzioni.",
    "Portuguese": "O ministro dos Negócios Estrangeiros disse na segunda-feira que Portugal não vai enviar tropas "
    "para a Síria. A oposição pediu explicações no parlamento.",
    "Polish": "Minister spraw zagranicznych powiedział we wtorek, że Polska nie wyśle wojsk do Syrii. Opozycja "
    "zarzuca rządowi, że nie ma własnego planu.",
    "Cyrillic letters": "Министр иностранных дел заявил во вторник, что Россия не поддержит санкции против Сирии.",
    "Arabic letters": "قال وزير الخارجية إن بلاده لن ترسل قوات إلى سوريا. ورفضت روسيا العقوبات الجديدة.",
    "Cjk letters": "外交部长周二表示，中国反对对叙利亚实施新的制裁。",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_text_in_another_language_is_known(language: str) -> None:
    assert find_foreign_language(FOREIGN[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "Russia opposes sanctions on Syria",
        "Clinton met Putin in Vladivostok.",
        "Kosovo President Ibrahim Rugova has nominated Bajram Kosumi as prime minister of the Serbian province.",
        "Ajax 2 Feyenoord 1. Real Madrid 0 Barcelona 3. Bayern München 2 Borussia Dortmund 2. Goals: Messi, Müller.",
        "Stocks rise; dollar falls; oil steady; gold up 2 percent. London shares gain. Tokyo shares drop.",
        "MINISTER RESIGNS AFTER PARLIAMENT VOTES AGAINST BUDGET. PRESIDENT TO NAME SUCCESSOR ON FRIDAY.",
        "The architect Zaha Hadid (Arabic: زها حديد) was born in Baghdad.",
        "",
    ],
)
def test_english_is_english_even_if_short_or_full_of_names(text: str) -> None:
    assert find_foreign_language(text) is None


def test_mixed_text_stays() -> None:
    english = "The minister spoke in Berlin on Tuesday and then left for Paris. He said that he would not resign. "
    for language in ("German", "French", "Cyrillic letters"):
        assert find_foreign_language(english + FOREIGN[language]) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora beside the repository are not there")
def test_no_real_english_text_is_taken_for_another_language() -> None:
    texts = {str(path): path.read_text("utf-8") for path in sorted((SHARED / "corpus").glob("*/*.txt"))}
    lines = gzip.decompress((SHARED / "corpus/scale/gmb-sentences.txt.gz").read_bytes()).decode("utf-8").split("\n")
    texts |= {f"gmb {number}": " ".join(lines[number : number + 5]) for number in range(0, len(lines), 25)}
    assert len(texts) > 2000
    assert [name for name, text in texts.items() if find_foreign_language(text)] == []
