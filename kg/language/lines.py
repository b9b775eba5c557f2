"""Finds the ends of lines in a text whose line breaks are lost: dates, captions, addresses and the heads of mail.

Each pattern marks with the empty group `cut` where a line ends. Counts are right/wrong cuts beyond those of the
marks in the training parts of UD English-GUM and UD English-EWT; a pattern that was wrong in the news is not here.
"""

from __future__ import annotations

import re

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"{_WEEKDAY}, {_MONTH} \d{{1,2}}, \d{{4}}"
_STAMP = r"\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d(?!:?\d)(?: [AP]M)?|\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?"
_ADDRESS = r"(?:https?://|www\.)[^\s<>\"\u201c\u201d)]+"
_CLOSING = (
    r"(?:(?:Many |With )?[Tt]hanks(?: again| so much| very much)?|Thank you(?: again| very much)?|Best"
    r"|(?:Best |Kind |Warm )?[Rr]egards|Best wishes|Sincerely|Yours(?: truly)?|Cheers|Love|Take care)"
)

LINE_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        # Wikinews interviews Aner Shalev | Wednesday, September 19, 2007 (10/0)
        rf"(?<![,.:;(])(?<!\b[Oo]n)\s(?P<cut>){_DATE}\s*$",
        # Thursday, May 7, 2015 | On Tuesday, the government announced a plan. (2/0)
        rf"^\s*{_DATE}\s(?P<cut>)[A-Z]",
        # The robot by the pool | Image: Nick Moreau. (7/1)
        r"(?:[^.?!:;,]|[A-Z]\.)\s(?P<cut>)(?:Image|Photo|Picture|Credit)s?:\s",
        r"[.?!]\s(?P<cut>)\((?:[Cc]redit|[Pp]hoto|[Ii]mage|[Ss]ource)s?: ",
        # Figure 1.3 | This map shows the grants of land. (12/0)
        r"^\s*(?:Figure|Table|Fig\.)\s\d+(?:\.\d+)?\s(?P<cut>)[A-Z(]",
        # Kay Mann | 03/15/2001 04:11 PM | We need a plan. (139/13, 147/3)
        rf"(?<!\bon)(?<!\bat)\s(?P<cut>)(?:{_STAMP})",
        rf"(?:{_STAMP})\s(?P<cut>)(?![AP]M\b)\S",
        # See https://example.org/a | For more, write to us. (30/4, two addresses: 33/1)
        rf"{_ADDRESS}\s(?P<cut>)(?:[A-Z(]|https?://)",
        # We met. | ---------- | They left. (28/7)
        r"\s(?P<cut>)(?P<rule>[-=*_~#])(?P=rule){9,}(?:\s|$)",
        r"(?P<rule>[-=*~#])(?P=rule){9,}\s(?P<cut>)(?!(?P=rule))",
        # Please call me. Thanks, | Ann
rf"(?:^|[.?!]\s){_CLOSING},\s(?P<cut>)(?>[A-Z][a-z]+(?:\s[A-Z](?:\w+|\.)){{0,2}})(?!\w)(?![,!?'\u2019]|\.)",
        # I have a few questions: | 1. Is it true?
        r":\s(?P<cut>)[(]?1[.)]\s[A-Z]",
        # << File: plan.doc >> | We met. (14/0)
        r">>\s(?P<cut>)[A-Z]",
        # - plan.doc | - budget.xls (13/1)
        r"\.(?:docx?|xlsx?|pdf|pptx?|url|DOC|XLS|PDF)\s(?P<cut>)-\s\S",
        # Ken | PS We won. (3/0)
        r"\w\s(?P<cut>)P\.?S\.?:?\s[A-Z]",
        # Ann Chiang of DAB | In the east, the council met. (39/2)
        r"[A-Z][\w'\u2019@]+\s(?P<cut>)(?:(?:The|This|Please)\s[a-z]|It\s(?:is|was|has|had)\b|If\s(?:you|we|the|it)\b"
        rf"|Attached\s(?:is|are|for)\b|In\sthe\s[\w\s]{{3,60}},|On\s{_WEEKDAY},)",
        # he has been right | They've been kind. (3/0)
        r"\b[a-z]+ [a-z]{3,}\s(?P<cut>)(?:They|We|You|It|There|That|He|She)['\u2019](?:re|s|ve|ll|d)\b",
    )
)


def find_lines(text: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of the lines of one paragraph, in order; together they are the whole text.

    >>> text = "Okafor speaks of ants Tuesday, September 1, 2015"
    >>> [text[start:end] for start, end in find_lines(text)]
    ['Okafor speaks of ants ', 'Tuesday, September 1, 2015']
    """
    cuts = {match.start("cut") for pattern in LINE_ENDS for match in pattern.finditer(text)}
    places = sorted(cuts | {0, len(text)})
    return list(zip(places, places[1:], strict=False))
