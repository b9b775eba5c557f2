"""Names, nominals and pronouns: where they begin and end, their types and the words they are listed under."""

import pytest
from hand import Reading, came, read, read_block

from kg.grammar.trees import Tree
from kg.mentions import find_mentions
from kg.model import EntityType, MentionKind, Span


def named(reading: Reading) -> list[tuple[str, str]]:
    return [(m.name, m.type.value) for m in reading.extraction.mentions if m.kind is MentionKind.NAME]


def nominals(reading: Reading) -> list[str]:
    return [m.name for m in reading.extraction.mentions if m.kind is MentionKind.NOMINAL]


ENVOY = """
1 Foreign  _    NNP 2 compound
2 Minister _    NNP 4 nmod:desc
3 Mr.      _    NNP 4 nmod:desc
4 Anton    _    NNP 8 nsubj       B-PER
5 Ruiz     _    NNP 4 flat        I-PER
6 's       _    POS 4 case
7 old      _    JJ  8 amod
8 aide     _    NN  0 root
"""

# names


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (["SARS", "CoV", "2"], ["SARS-CoV-2"]),
        (["CNDD", "FDD"], ["CNDD-FDD"]),
        (["Mi", "8"], ["Mi-8"]),
        (["US", "EU"], ["US", "EU"]),
        (["AMRO", "led"], ["AMRO"]),
        (["Halden", "Norvik"], ["Halden"]),
    ],
)
def test_codes_tied_by_hyphens_are_one_name(parts: list[str], names: list[str]) -> None:
    words = [word for part in parts for word in (part, "-")][:-1]
    lines = ["1 Ann _ NNP 2 nsubj B-PER", "2 left leave VBD 0 root", f"3 {words[0]} _ NNP 2 obj B-MISC"]
    for number, word in enumerate(words[1:], 4):
        tag = "_ : 3 punct" if word == "-" else ("_ CD 3 flat" if word.isdigit() else "_ NN 3 appos")
        lines.append(f"{number} {word} {tag}{' B-ORG' if word == 'EU' else ''}")
    assert [name for name, _ in named(read("\n".join(lines)))][1:] == names


def test_names_come_from_the_tagger_with_their_types() -> None:
    reading = read("""
1 Anna     _    NNP 3 nsubj    B-PER
2 Berg     _    NNP 1 flat     I-PER
3 left     leave VBD 0 root
4 Norvik   _    NNP 5 compound B-ORG
5 Bank     _    NNP 3 obj      I-ORG
6 for      _    IN  7 case
7 Tromso   _    NNP 3 obl      B-LOC
8 after    _    IN  10 case
9 the      _    DT  10 det
10 Oscars  _    NNPS 3 obl     B-MISC
""")
    assert named(reading) == [
        ("Anna Berg", "Person"),
        ("Norvik Bank", "Organization"),
        ("Tromso", "Place"),
        ("Oscars", "Thing"),
    ]


@pytest.mark.parametrize(
    ("words", "label", "type_"),
    [
        ("Kurds", "GROUP", "Group"),
        ("Oslo Summit", "EVENT", "Event"),
        ("Dover Act", "WORK", "Work"),
        ("Dover Act", "EVENT", "Work"),
        ("Tromex Phone", "PRODUCT", "Product"),
        ("Hoover Dam", "LOC", "Facility"),
        ("Fort Berg", "LOC", "Facility"),
        ("Lake Berg", "LOC", "Place"),
    ],
)
def test_things_and_built_places_have_types_of_their_own(words: str, label: str, type_: str) -> None:
    first, *rest = words.split()
    lines = ["1 Ann _ NNP 2 nsubj B-PER", f"2 saw see VBD 0 root\n3 {first} _ NNP 2 obj B-{label}"]
    lines += [f"4 {word} _ NNP 3 flat I-{label}" for word in rest]
    assert named(read("\n".join(lines)))[1:] == [(words, type_)]


def test_a_name_holds_no_title_form_of_address_or_possessive_ending() -> None:
    reading = read(
        ENVOY.replace("B-PER", "I-PER").replace("3 Mr.      _    NNP 4 nmod:desc", "3 Mr. _ NNP 4 nmod:desc B-PER")
    )
    assert named(reading) == [("Anton Ruiz", "Person")]


def test_two_persons_joined_by_and_in_one_tag_are_two_names() -> None:
    reading = read("1 Ann _ NNP 4 nsubj B-PER\n2 and _ CC 3 cc I-PER\n3 Bo _ NNP 1 conj I-PER\n4 left leave VBD 0 root")
    assert named(reading) == [("Ann", "Person"), ("Bo", "Person")]


def test_two_countries_joined_by_a_hyphen_are_two_names() -> None:
    reading = read("""
1 U.S.   _    NNP  3 compound B-LOC
2 -      _    HYPH 3 punct    I-LOC
3 Russia _    NNP  4 compound I-LOC
4 talks  talk NNS  5 nsubj
5 failed fail VBD  0 root
""")
    assert named(reading) == [("U.S.", "Country"), ("Russia", "Country")]


def test_proper_nouns_the_tagger_left_out_are_names_too() -> None:
    reading = read("""
1 The     _       DT  3 det
2 Harvest _       NNP 3 compound
3 Moon    _       NNP 4 nsubj
4 rose    rise    VBD 0 root
""")
    assert named(reading) == [("Harvest Moon", "Thing")]


def test_weekdays_and_months_are_no_names() -> None:
    assert named(read("1 Ships ship NNS 2 nsubj\n2 left leave VBD 0 root\n3 Monday _ NNP 2 obl:unmarked")) == []


def test_a_country_is_a_country_whatever_the_tagger_says() -> None:
    assert named(read("1 Norway _ NNP 2 nsubj B-ORG\n2 won win VBD 0 root")) == [("Norway", "Country")]


def test_a_person_named_like_a_country_stays_a_person() -> None:
    assert named(read("1 Jordan _ NNP 2 nsubj B-PER\n2 scored score VBD 0 root")) == [("Jordan", "Person")]


def test_a_demonym_names_its_country() -> None:
    reading = read("""
1 Old       _       JJ  4 amod
2 North     _       JJ  3 amod
3 Korean    korean  JJ  4 amod
4 boats     boat    NNS 5 nsubj
5 sank      sink    VBD 0 root
""")
    assert named(reading) == [("North Korean", "Country")]
    assert "Demonym=Yes" in reading.mention("North Korean").features


def test_an_adjective_before_a_demonym_loses_its_capital() -> None:
    reading = read("1 Old _ JJ 3 amod\n2 Polish _ JJ 3 amod\n3 boats boat NNS 4 nsubj\n4 sank sink VBD 0 root")
    assert nominals(reading) == ["old Polish boats"]


def test_a_demonym_the_tagger_found_is_one_all_the_same() -> None:
    reading = read("1 Old _ JJ 3 amod\n2 Russian _ JJ 3 amod B-MISC\n3 boats boat NNS 4 nsubj\n4 sank sink VBD 0 root")
    assert "Demonym=Yes" in reading.mention("Russian").features


def test_a_demonym_of_two_words_keeps_its_capital_at_the_start() -> None:
    reading = read("1 North _ JJ 2 amod\n2 Korean _ JJ 3 amod\n3 boats boat NNS 4 nsubj\n4 sank sink VBD 0 root")
    assert nominals(reading) == ["North Korean boats"]


def test_people_of_a_country_are_a_nominal_beside_the_name() -> None:
    reading = read("1 Russians _ NNPS 2 nsubj\n2 voted vote VBD 0 root")
    assert [(m.kind, m.type) for m in reading.extraction.mentions if m.text == "Russians"] == [
        (MentionKind.NAME, EntityType.COUNTRY),
        (MentionKind.NOMINAL, EntityType.CONCEPT),
    ]


def test_dateline_in_capitals_is_a_place_written_as_usual() -> None:
    reading = read(
        """
1 TROMSO _     NNP 0 root  B-ORG
2 ,      _     ,   3 punct
3 Norway _     NNP 1 appos B-LOC
4 -      _     :   1 punct
""",
        dateline="TROMSO, Norway",
    )
    assert named(reading) == [("Tromso", "Place"), ("Norway", "Country")]


# capitals

OPPOSED = "1 Moscow _ NNP 3 nsubj B-LOC\n2 is be VBZ 3 cop\n3 opposed _ JJ 0 root"


def government_type(block: str) -> str:
    return dict(named(read(block)))["Moscow"]


@pytest.mark.parametrize(
    "block",
    [
        OPPOSED,
        "1 Moscow _ NNP 2 nsubj B-LOC\n2 rejected reject VBD 0 root\n3 it _ PRP 2 obj",
        "1 Chad _ NNP 2 nsubj\n2 urged urge VBD 0 root\n3 Moscow _ NNP 2 obj B-LOC\n4 on _ RP 2 compound:prt",
        "1 Moscow _ NNP 3 nmod:poss B-LOC\n2 's _ POS 1 case\n3 refusal _ NN 4 nsubj\n4 hurt _ VBD 0 root",
        "1 Chad _ NNP 2 nsubj\n2 met meet VBD 0 root\n3 with _ IN 4 case\n4 Moscow _ NNP 2 obl B-LOC",
        "1 Chad _ NNP 4 nsubj\n2 and _ CC 3 cc\n3 Moscow _ NNP 1 conj B-LOC\n4 met meet VBD 0 root",
    ],
)
def test_a_capital_that_acts_or_is_addressed_is_the_government(block: str) -> None:
    assert government_type(block) == "Country"


@pytest.mark.parametrize(
    "block",
    [
        "1 Ann _ NNP 2 nsubj\n2 lives live VBZ 0 root\n3 in _ IN 4 case\n4 Moscow _ NNP 2 obl B-LOC",
        "1 Ann _ NNP 2 nsubj\n2 came come VBD 0 root\n3 from _ IN 4 case\n4 Moscow _ NNP 2 obl B-LOC",
        "1 Moscow _ NNP 3 nmod:poss B-LOC\n2 's _ POS 1 case\n3 streets street NNS 4 nsubj\n4 froze freeze VBD 0 root",
        "1 Moscow _ NNP 2 nsubj B-LOC\n2 lies lie VBZ 0 root\n3 north _ RB 2 advmod",
        "1 Moscow _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 city _ NN 0 root",
        "1 Ann _ NNP 2 nsubj\n2 reached reach VBD 0 root\n3 Moscow _ NNP 2 obj B-LOC",
        "1 Ann _ NNP 2 nsubj\n2 loves love VBZ 0 root\n3 Moscow _ NNP 2 obj B-LOC",
    ],
)
def test_a_capital_where_things_happen_is_a_place(block: str) -> None:
    assert government_type(block) == "Place"


def test_a_city_that_is_no_capital_is_never_a_government() -> None:
    assert named(read(OPPOSED.replace("Moscow", "Sochi"))) == [("Sochi", "Place")]


# gender of persons


def test_the_gender_of_a_person_follows_a_form_of_address() -> None:
    reading = read("1 Mrs. _ NNP 2 nmod:desc\n2 Ruiz _ NNP 3 nsubj B-PER\n3 left leave VBD 0 root")
    assert "Gender=Fem" in reading.mention("Ruiz").features


def test_the_gender_of_a_person_follows_the_given_name() -> None:
    reading = read("1 Maria _ NNP 3 nsubj B-PER\n2 Ruiz _ NNP 1 flat I-PER\n3 left leave VBD 0 root")
    assert "Gender=Fem" in reading.mention("Maria Ruiz").features


def test_the_gender_of_a_person_follows_an_apposition() -> None:
    reading = read("""
1 Ruiz _     NNP 6 nsubj B-PER
2 ,    _     ,   4 punct
3 his  _     PRP$ 4 nmod:poss
4 wife _     NN  1 appos
5 ,    _     ,   4 punct
6 left leave VBD 0 root
""")
    assert "Gender=Fem" in reading.mention("Ruiz").features


# nominals


def test_of_phrases_belong_to_a_noun_relative_clauses_and_appositions_do_not() -> None:
    reading = read("""
1 The     _     DT  2 det
2 owner   _     NN  10 nsubj
3 of      _     IN  5 case
4 a       _     DT  5 det
5 ferry   _     NN  2 nmod
6 ,       _     ,   8 punct
7 who     _     WP  8 nsubj
8 swims   swim  VBZ 2 acl:relcl
9 ,       _     ,   8 punct
10 left   leave VBD 0 root
""")
    assert "owner of a ferry" in nominals(reading)


def test_joined_nouns_are_mentions_of_their_own() -> None:
    reading = read("""
1 Norvik _    NNP 2 nsubj
2 sells  sell VBZ 0 root
3 red    _    JJ  4 amod
4 boats  boat NNS 2 obj
5 and    _    CC  6 cc
6 nets   net  NNS 4 conj
""")
    assert nominals(reading) == ["red boats", "nets"]


def test_a_phrase_with_a_loose_preposition_does_not_belong_to_the_noun() -> None:
    reading = read("""
1 Norvik  _     NNP 2 nsubj
2 lost    lose  VBD 0 root
3 orders  order NNS 2 obj
4 because _     IN  6 case
5 of      _     IN  4 fixed
6 storms  storm NNS 3 nmod
""")
    assert nominals(reading) == ["orders", "storms"]


def test_a_short_infinitive_belongs_to_its_noun() -> None:
    reading = read("""
1 Norvik _    NNP 2 nsubj
2 has    have VBZ 0 root
3 plans  plan NNS 2 obj
4 to     _    TO  5 mark
5 close  _    VB  3 acl
6 shops  shop NNS 5 obj
""")
    assert nominals(reading) == ["plans to close shops", "shops"]


def test_articles_are_left_out_but_all_and_some_stay() -> None:
    reading = read("""
1 The  _    DT  2 det
2 crew _    NN  3 nsubj
3 sold sell VBD 0 root
4 all  _    DT  5 det
5 nets net  NNS 3 obj
""")
    assert nominals(reading) == ["crew", "all nets"]


def test_the_capital_of_the_first_word_is_lowered_but_not_that_of_a_demonym() -> None:
    assert nominals(read("1 Cheap _ JJ 2 amod\n2 fish _ NN 3 nsubj\n3 sold sell VBD 0 root")) == ["cheap fish"]
    assert nominals(read("1 Polish _ JJ 2 amod\n2 fish _ NN 3 nsubj\n3 sold sell VBD 0 root")) == ["Polish fish"]


def test_the_names_inside_a_noun_phrase_are_its_parts() -> None:
    reading = read("""
1 penalties  penalty NNS 0 root
2 against    _       IN  5 case
3 the        _       DT  5 det
4 Assad      _       NNP 5 compound B-PER
5 government _       NN  1 nmod
""")
    phrase = reading.mention("penalties against the Assad government")
    assert [reading.extraction.mentions[part].name for part in phrase.parts] == ["Assad"]


def test_a_possessive_pronoun_is_a_part_other_pronouns_are_not() -> None:
    reading = read("1 its _ PRP$ 2 nmod:poss\n2 ban _ NN 0 root\n3 on _ IN 4 case\n4 them _ PRP 2 nmod")
    phrase = reading.mention("its ban on them")
    assert [reading.extraction.mentions[part].text for part in phrase.parts] == ["its"]


def test_number_definiteness_and_denial_of_a_noun_are_features() -> None:
    plural = read("1 the _ DT 2 det\n2 crews crew NNS 3 nsubj\n3 left leave VBD 0 root").mention("crews")
    assert set(plural.features) == {"Number=Plur", "Definite=Def", "Head=crews", "Lemma=crew"}
    denied = read("1 No _ DT 2 det\n2 crew _ NN 3 nsubj\n3 left leave VBD 0 root").mention("crew")
    assert "Polarity=Neg" in denied.features


def test_a_gerund_is_what_is_opposed() -> None:
    reading = read("""
1 opposition  _        NN  0 root
2 to          _        IN  3 mark
3 penalizing  penalize VBG 1 acl
4 Syria       _        NNP 3 obj  B-LOC
""")
    assert "penalizing Syria" in nominals(reading)


# literals


def literal(block: str, words: str, **fields: str) -> tuple[str, str | None]:
    mention = read(block, **fields).mention(words)
    return mention.type.value, mention.value


def test_a_date_is_a_literal_seen_from_the_document() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 on _ IN 4 case\n4 Monday _ NNP 2 obl"
    assert literal(block, "Monday", published="2013-03-14") == ("Date", "2013-03-11")


def test_money_with_its_currency() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 paid pay VBD 0 root\n3 $ _ $ 2 obj\n4 2.5 _ CD 5 compound\n5 million _ CD 3 nummod"
    assert literal(block, "$2.5 million") == ("Money", "2500000 USD")


def test_money_by_the_name_of_the_currency() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 paid pay VBD 0 root\n3 1,200 _ CD 4 nummod\n4 euros euro NNS 2 obj"
    assert literal(block, "1,200 euros") == ("Money", "1200 EUR")


def test_a_bare_number_is_a_quantity() -> None:
    assert literal("1 Ann _ NNP 2 nsubj\n2 sold sell VBD 0 root\n3 1,200 _ CD 2 obj", "1,200") == ("Quantity", "1200")


def test_a_percentage_is_a_quantity() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 owns own VBZ 0 root\n3 12 _ CD 4 nummod\n4 % _ NN 2 obj"
    assert literal(block, "12%") == ("Quantity", "12 percent")


def test_a_bound_and_a_rate_belong_to_the_amount() -> None:
    block = """
1 Ann     _      NNP 2 nsubj
2 sold    sell   VBD 0 root
3 at      _      IN  4 case
4 least   _      JJS 5 nmod
5 30,000  _      CD  6 nummod
6 barrels barrel NNS 2 obj
7 a       _      DT  8 det
8 day     _      NN  2 obl:unmarked
"""
    assert literal(block, "at least 30,000 barrels a day") == ("Quantity", ">=30000 barrel per day")
    assert read(block).proposition("sold").time is None


@pytest.mark.parametrize(
    ("adjective", "code"), [("Canadian", "CAD"), ("Australian", "AUD"), ("several", "USD"), ("American", "USD")]
)
def test_an_adjective_tells_the_currency(adjective: str, code: str) -> None:
    dollars = f"3 5 _ CD 5 nummod\n4 {adjective} _ JJ 5 amod\n5 dollars dollar NNS 2 obj"
    block = f"1 Ann _ NNP 2 nsubj\n2 paid pay VBD 0 root\n{dollars}"
    assert literal(block, f"5 {adjective} dollars") == ("Money", f"5 {code}")


def test_cents_are_no_percentage() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 paid pay VBD 0 root\n3 71 _ CD 4 nummod\n4 cents cent NNS 2 obj"
    assert literal(block, "71 cents") == ("Concept", None)


def test_short_millions_count_in_money_only() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 paid pay VBD 0 root\n3 € _ $ 2 obj\n4 3 _ CD 5 compound\n5 bn _ CD 3 nummod"
    assert literal(block, "€ 3 bn") == ("Money", "3000000000 EUR")


def test_half_a_million_is_not_a_million() -> None:
    block = """
1 Ann     _      NNP 2 nsubj
2 paid    pay    VBD 0 root
3 half    _      PDT 6 det:predet
4 a       _      DT  5 det
5 million _      CD  6 nummod
6 euros   euro   NNS 2 obj
"""
    assert literal(block, "half a million euros") == ("Money", "500000 EUR")


def test_counted_things_and_parts_of_a_group_are_concepts() -> None:
    soldiers = "1 Ann _ NNP 2 nsubj\n2 saw see VBD 0 root\n3 three _ CD 4 nummod\n4 soldiers soldier NNS 2 obj"
    assert literal(soldiers, "three soldiers") == ("Concept", None)
    voters = """
1 Ann    _     NNP 2 nsubj
2 lost   lose  VBD 0 root
3 20     _     CD  4 nummod
4 %      _     NN  2 obj
5 of     _     IN  6 case
6 voters voter NNS 4 nmod
"""
    assert literal(voters, "20% of voters") == ("Concept", None)


def test_a_number_in_a_name_is_no_quantity() -> None:
    block = "1 It _ PRP 5 nsubj\n2 was be VBD 5 cop\n3 a _ DT 5 det\n4 Boeing _ NNP 5 compound B-ORG\n5 737 _ CD 0 root"
    assert literal(block, "Boeing 737") == ("Concept", None)


def test_a_distance_from_elsewhere_is_no_literal() -> None:
    block = """
1 It    _    PRP 4 nsubj
2 is    be   VBZ 4 cop
3 160   _    CD  4 nummod
4 km    _    NN  0 root
5 east  _    RB  4 advmod
"""
    assert read(block).facts() == []


def test_a_length_of_time_is_a_duration() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 spent spend VBD 0 root\n3 ten _ CD 4 nummod\n4 years year NNS 2 obj"
    assert literal(block, "ten years") == ("Date", "P10Y")


def test_two_weeks_ago_is_one_date() -> None:
    block = """
1 Ann   _     NNP 2 nsubj
2 left  leave VBD 0 root
3 two   _     CD  4 nummod
4 weeks week  NNS 5 obl:unmarked
5 ago   _     RB  2 advmod
"""
    assert literal(block, "two weeks ago", published="2013-03-14") == ("Date", "2013-02-25/2013-03-03")


def test_a_named_day_or_week_is_no_date() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 saw see VBD 0 root\n3 Independence _ NNP 4 compound\n4 Day _ NNP 2 obj"
    assert "Date" not in {mention.type.value for mention in read(block).extraction.mentions}


# party and state


def test_the_letter_of_a_party_and_a_state_are_written_out() -> None:
    block = """
1 Ann   _     NNP 7 nsubj B-PER
2 (     _     (   3 punct
3 D     _     NNP 1 appos B-LOC
4 -     _     HYPH 3 punct I-LOC
5 Calif. _    NNP 3 flat  I-LOC
6 )     _     )   3 punct
7 left  leave VBD 0 root
"""
    reading = read(block)
    assert {"Ann | be member of | Democratic Party", "Ann | represent | California"} <= set(reading.facts())


def test_a_letter_before_anything_but_a_state_is_no_party() -> None:
    block = """
1 Ann   _     NNP 7 nsubj B-PER
2 (     _     (   3 punct
3 D     _     NNP 1 appos
4 -     _     HYPH 3 punct
5 Day   _     NNP 3 flat
6 )     _     )   3 punct
7 left  leave VBD 0 root
"""
    assert not any("member" in fact for fact in read(block).facts())


# offices


def test_a_title_before_a_name_is_an_office() -> None:
    reading = read(ENVOY)
    assert reading.mention("Foreign Minister").type is EntityType.POSITION


def test_an_office_beside_a_name_is_a_position() -> None:
    reading = read("""
1 Ruiz     _     NNP 7 nsubj B-PER
2 ,        _     ,   4 punct
3 the      _     DT  4 det
4 mayor    _     NN  1 appos
5 of       _     IN  6 case
6 Oslo     _     NNP 4 nmod  B-LOC
7 left     leave VBD 0 root
""")
    assert reading.mention("mayor of Oslo").type is EntityType.POSITION


def test_a_minister_nobody_is_named_for_is_a_concept() -> None:
    reading = read("1 The _ DT 2 det\n2 minister _ NN 3 nsubj\n3 left leave VBD 0 root")
    assert reading.mention("minister").type is EntityType.CONCEPT


# pronouns


def test_personal_and_possessive_pronouns_are_mentions_relative_and_expletive_ones_are_not() -> None:
    reading = read("""
1 There _     EX   2 expl
2 were  be    VBD  0 root
3 men   man   NNS  2 nsubj
4 who   _     WP   5 nsubj
5 hid   hide  VBD  3 acl:relcl
6 his   _     PRP$ 7 nmod:poss
7 boat  _     NN   5 obj
8 from  _     IN   9 case
9 her   _     PRP  5 obl
""")
    pronouns = [m.text for m in reading.extraction.mentions if m.kind is MentionKind.PRONOUN]
    assert pronouns == ["his", "her"]


def test_a_quantifier_alone_is_a_pronoun() -> None:
    reading = read("1 Many _ JJ 2 nsubj\n2 left leave VBD 0 root")
    assert [(m.text, m.kind) for m in reading.extraction.mentions] == [("Many", MentionKind.PRONOUN)]


# order and offsets


def test_mentions_are_numbered_in_text_order_outer_before_inner() -> None:
    document, sentences = read_block(
        "1 Bo _ NNP 3 nmod:poss B-PER\n2 's _ POS 1 case\n3 boat _ NN 4 nsubj\n4 sank sink VBD 0 root"
    )
    found = find_mentions(document, Tree(sentences[0]), first_index=7)
    assert [(mention.index, mention.text) for mention in found] == [(7, "Bo's boat"), (8, "Bo")]


def test_spans_quote_the_document() -> None:
    reading = read(ENVOY)
    for mention in reading.extraction.mentions:
        assert " ".join(span.quote(reading.document.text) for span in mention.spans) == mention.text
    assert reading.mention("Anton Ruiz").spans == (Span(21, 31),)


@pytest.mark.parametrize("place", ["4 compound", "5 nmod:unmarked", "7 obl"])
def test_a_title_takes_the_whole_name_it_begins_in(place: str) -> None:
    reading = read(f"""
1 New      _     NNP {place}  B-LOC
2 Zealand  _     NNP 4 compound I-LOC
3 Foreign  _     NNP 4 amod
4 Minister _     NNP 5 nmod:desc
5 Eva      _     NNP 7 nsubj    B-PER
6 Dahl     _     NNP 5 flat     I-PER
7 left     leave VBD 0 root
""")
    title = reading.mention("New Zealand Foreign Minister")
    assert title.type is EntityType.POSITION
    assert [reading.extraction.mentions[part].name for part in title.parts] == ["New Zealand"]


def test_a_quotation_mark_without_its_partner_is_left_out_of_a_name() -> None:
    block = """
1 370    _    CD  4 nummod
2 “      _    ``  4 punct
3 jackal _    NN  4 compound
4 horns  horn NNS 5 nsubj
5 fell   fall VBD 0 root
"""
    assert nominals(read(block)) == ["370 jackal horns"]


def test_one_alone_stands_for_nothing() -> None:
    assert read("1 One _ CD 2 nsubj\n2 exploded explode VBD 0 root").texts() == []
    reading = read("1 One _ CD 4 nsubj\n2 of _ IN 3 case\n3 guns gun NNS 1 nmod\n4 exploded explode VBD 0 root")
    assert "One of guns" in reading.texts()


# peoples and regions


@pytest.mark.parametrize(
    ("word", "label", "listed"),
    [
        ("Kurdish", "LOC", ("Kurds", "Group")),
        ("Shiite", "ORG", ("Shi'ites", "Group")),
        ("European", "GROUP", ("Europe", "Place")),
        ("Taleban", "PER", ("Taliban", "Organization")),
    ],
)
def test_an_adjective_is_listed_under_its_people_or_place(word: str, label: str, listed: tuple[str, str]) -> None:
    reading = read(f"1 {word} _ JJ 2 amod B-{label}\n2 villages _ NNS 3 nsubj\n3 burned burn VBD 0 root")
    assert named(reading) == [listed]
    assert named(read(f"1 {word} _ JJ 2 amod\n2 villages _ NNS 3 nsubj\n3 burned burn VBD 0 root")) in ([listed], [])


@pytest.mark.parametrize(("before", "is_nominal"), [("Three _ CD 2 nummod", True), ("The _ DT 2 det", False)])
def test_some_of_a_people_are_a_nominal_all_are_its_name(before: str, is_nominal: bool) -> None:
    reading = read(f"1 {before}\n2 Kurds Kurd NNPS 3 nsubj B-GROUP\n3 came come VBD 0 root")
    assert (nominals(reading) == ["three Kurds"]) == is_nominal
    assert named(reading) == [("Kurds", "Group")]


def test_an_adjective_in_the_name_of_a_people_makes_no_part_of_it() -> None:
    block = "1 Bosnian _ JJ 2 amod B-GROUP\n2 Serbs Serb NNPS 3 nsubj I-GROUP\n3 came come VBD 0 root"
    assert nominals(read(block)) == []
    assert nominals(read(block.replace("1 Bosnian _ JJ 2 amod B-GROUP", "1 young _ JJ 2 amod"))) == ["young Serbs"]


@pytest.mark.parametrize(("word", "names"), [("Liberal", ["Liberal Party"]), ("Norvik", ["Norvik"])])
def test_party_in_small_letters_ends_the_name_of_one(word: str, names: list[str]) -> None:
    block = f"1 the _ DT 3 det\n2 {word} _ NNP 3 compound B-ORG\n3 party _ NN 4 nsubj\n4 came come VBD 0 root"
    assert [name for name, _ in named(read(block))] == names


# what is cut off a name


@pytest.mark.parametrize(
    ("words", "label", "names"),
    [
        ("Norvik Pumps Corporation ( NPC", "ORG", ["Norvik Pumps Corporation", "NPC"]),
        ("Ann ( Anna ) Berg", "PER", ["Ann (Anna) Berg"]),
        ("Soviet-", "GROUP", ["Soviet"]),
        ("U.S", "LOC", ["U.S."]),
        ("Harvest Day", "EVENT", ["Harvest Day"]),
        ("Majesty", "PER", []),
    ],
)
def test_brackets_dashes_and_titles_are_cut_off(words: str, label: str, names: list[str]) -> None:
    block = came(words, label).replace("( _ NNP", "( _ -LRB-").replace(") _ NNP", ") _ -RRB-")
    assert [name for name, _ in named(read(block))] == names


def test_a_word_written_small_elsewhere_is_no_name() -> None:
    hall = "1 The _ DT 2 det\n2 Hall _ NNP 3 nsubj\n3 burned burn VBD 0 root"
    assert named(read(hall)) == [("Hall", "Thing")]
    assert named(read(f"1 a _ DT 2 det\n2 hall _ NN 0 root\n\n{hall}")) == []
