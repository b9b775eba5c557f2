"""Finds the ends of lines in a text whose line breaks are lost: dates, captions, addresses and the heads of mail.

Each pattern marks with the empty group `cut` where a line ends. Counts are right/wrong cuts beyond those of the
marks in the training parts of UD English-GUM and UD English-EWT; a pattern that was wrong in the news is not here.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"{_WEEKDAY}, {_MONTH} \d{{1,2}}, \d{{4}}"
_STAMP = r"\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d(?!:?\d)(?: [AP]M)?|\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?"
_ADDRESS = r"(?<![\w/])(?:https?://|www\.)[^\s<>\"\u201c\u201d)]++"
_CLOSING = (
    r"(?:(?:Many |With )?[Tt]hanks(?: again| so much| very much)?|Thank you(?: again| very much)?|Best"
    r"|(?:Best |Kind |Warm )?[Rr]egards|Best wishes|Sincerely|Yours(?: truly)?|Cheers|Take care)"
)
# A name may end a line, a word that only links may not: "Far From The sea", "Even If it"
_NO_LINK = (
    r"(?!(?:And|As|At|But|By|Do|Even|For|From|If|In|Into|Is|Let|Of|On|Only|Or|Than|That|The|To|Was|What|When|With)\s)"
)

LINE_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        # Ada Berg speaks of bees | Wednesday, September 19, 2007 (10/0)
        rf"(?<![,.:;(])(?<!\b[Oo]n)\s(?P<cut>){_DATE}\s*$",
        # Thursday, May 7, 2015 | On Tuesday, the government announced a plan. (2/0)
        rf"^\s*{_DATE}\s(?P<cut>)[A-Z]",
        # A boat on the lake | Image: Ada Berg. (8/1)
        r"(?:[^.?!:;,]|[A-Z]\.)(?<!Image)(?<!Photo)(?<!Picture)\s(?P<cut>)"
        r"(?:(?:Image|Photo|Picture)(?: [Cc]redit)?|Credit)s?:\s",
        r"[.?!]\s(?P<cut>)\((?:[Cc]redit|[Pp]hoto|[Ii]mage|[Ss]ource)s?: ",
        # Figure 1.3 | This chart has the rents. (12/0)
        r"^\s*(?:Figure|Table|Fig\.)\s\d+(?:\.\d+)?\s(?P<cut>)[A-Z(]",
        # Ada Berg | 03/15/2001 04:11 PM | We need a plan. (139/2, 147/0)
        rf"(?<!\bon)(?<!\bat)\s(?P<cut>)(?:{_STAMP})",
        rf"(?:{_STAMP})\s(?P<cut>)(?![AP]M\b)\S",
        # See https://example.org/a | For more, write to us. (67/5)
        rf"{_ADDRESS}\s(?P<cut>)(?=[A-Z(]|https?://|www\.)",
        # We met. | ---------- | They left. (33/0, 23/0)
        r"\s(?P<cut>)(?P<rule>[-=*_~#])(?P=rule){9,}(?:\s|$)",
        r"(?<![-=*~#])(?P<rule>[-=*~#])(?P=rule){9,}+\s(?P<cut>)(?!(?P=rule))",
        # Please call me. Thanks, | Ann (43/1)
        rf"(?:^|[.?!]\s){_CLOSING},\s(?P<cut>)(?>[A-Z][a-z]+(?:\s[A-Z](?:\w+|\.)){{0,2}})(?![\w,.!?'\u2019])",
        # Best, Ann | They met. (5/2)
        rf"(?:^|[.?!]\s){_CLOSING},\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s(?P<cut>)[A-Z]\w*\s[a-z]",
        # 04/01/2001 02:12 PM Ann: | They met. (13/2)
        rf"(?:{_STAMP})\s[A-Z][a-z]+(?: (?:and |& )?[A-Z][a-z]+)?(?::| ?-)\s(?P<cut>)\S",
        # Ann Sarr 555-0100 | They met. (6/0) ann@example.org | They met. (10/1)
        r"(?:\d{3}[-.]\d{4}|\w@[\w.-]+\w)\s(?P<cut>)[A-Z]\w*\s[a-z]",
        # Ann Sarr | Date: Monday, May 7th | Subject: the plan (17/1)
        r"\s(?P<cut>)(?:From|To|Date|Sent|Subject|Cc|Sent by):\s",
        # I have a few questions: | 1. Is it true? (5/0)
        r":\s(?P<cut>)[(]?1[.)]\s[A-Z]",
        # Is it true? | (b) Do they know? (2/0)
        r"[.?!]\s(?P<cut>)\([b-h]\)\s[A-Z]",
        # << File: plan.doc >> | We met. (14/0)
        r"<<[^<>]+>>\s(?P<cut>)[A-Z]",
        # - plan.doc | - budget.xls (13/1)
        r"\.(?:docx?|xlsx?|pdf|pptx?|url|DOC|XLS|PDF)\s(?P<cut>)-\s\S",
        # The party of the north | In the east, the council met. (8/0)
        rf"\w\s(?P<cut>)(?:In\sthe\s(?:[\w-]+\s){{0,8}}[a-z]+,|On\s{_WEEKDAY},)",
        # Ada Berg | It was named for her. (47/0)
        rf"\b{_NO_LINK}[A-Z][\w'\u2019@]+\s(?P<cut>)(?:(?:The|This|Please)\s[a-z]|It\s(?:is|was|has|had)\b"
        r"|If\s(?:you|we|the|it)\b|Attached\s(?:is|are|for)\b)",
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
    return list(pairwise(places))
