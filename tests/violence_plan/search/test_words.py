"""What was typed into the search box: how it is read, and what it stands for."""

import pytest
from django.db import connection

from actions.models import GlossaryTerm, Plan
from violence_plan.search.words import Synonyms, Token, alternatives, cleaned, names_in, read

TERMS = [
    GlossaryTerm(term="VAWG", expansion="Violence Against Women and Girls"),
    GlossaryTerm(term="CSP", expansion="Community Safety Partnership"),
    GlossaryTerm(term="CSP", expansion="Community Safety Partnership"),
    GlossaryTerm(term="A&E", expansion="Accident and Emergency"),
    GlossaryTerm(term="OASIS", expansion='Objectives, "Audience"'),
]


@pytest.mark.parametrize(
    ("typed", "text"),
    [("", ""), ("  a \t\r\n b ", "a b"), ("soft\u00adhyphen", "softhyphen"), ("\u202ea\u200b", "a"), ("\x00", "\x00")],
)
def test_white_space_is_folded_and_what_cannot_be_seen_is_left_out(typed, text):
    assert cleaned(typed) == text


@pytest.mark.parametrize("typed", ["", "or", "-police", '""', "-", '-"young people" or -police', '"', "or OR"])
def test_what_wants_nothing_asks_for_nothing(typed):
    wanted = [token.text for group in alternatives(typed) for token in group]
    assert wanted == (["-"] if typed == "-" else [])


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("knife crime", [[Token("knife"), Token("crime")]]),
        ('"knife crime" plan', [[Token("knife crime"), Token("plan")]]),
        ("“knife crime” plan", [[Token("knife crime"), Token("plan")]]),
        ('plan "knife crime', [[Token("plan"), Token("knife crime")]]),
        ("plan -knife", [[Token("plan"), Token("knife", wanted=False)]]),
        ('plan -"knife crime"', [[Token("plan"), Token("knife crime", wanted=False)]]),
        ("knife OR gangs crime", [[Token("knife")], [Token("gangs"), Token("crime")]]),
        ('"or" it', [[Token("or"), Token("it")]]),
        ("co-leads", [[Token("co-leads")]]),
    ],
)
def test_how_it_is_read(typed, groups):
    assert alternatives(typed) == groups


def test_acronyms_and_what_they_stand_for_are_each_others_names_whatever_their_case():
    synonyms = Synonyms(TERMS)
    assert synonyms.of("vawg") == ["Violence Against Women and Girls"]
    assert synonyms.of("violence against women AND girls") == ["VAWG"]
    assert synonyms.of("CSP") == ["Community Safety Partnership"]
    assert synonyms.of("a&e") == ["Accident and Emergency"]
    assert synonyms.of("women") == []


def asked(words):
    """What Postgres makes of a SearchQuery."""
    sql, parameters = words.resolve_expression(Plan.objects.all().query).as_sql(
        Plan.objects.all().query.get_compiler(connection=connection), connection
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", parameters)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "query", "wanted", "also"),
    [
        ("knives crimes", "'knive' & 'crime'", "'knive' & 'crime'", ()),
        ("knife -crime", "'knife' & !'crime'", "'knife'", ()),
        ("the", "", "", ()),
        ("the -figs", "", "", ()),
        ("the -figs or knife -crime", "'knife' & !'crime'", "'knife'", ()),
        ("a' | b:* & !(c)", "'b' & 'c'", "'b' & 'c'", ()),
        (
            "vawg plan",
            "'plan' & ( 'vawg' | 'violenc' <2> 'women' <2> 'girl' )",
            "'plan' & ( 'vawg' | 'violenc' <2> 'women' <2> 'girl' )",
            ("Violence Against Women and Girls",),
        ),
        (
            "violence against women and girls",
            "'violenc' <2> 'women' <2> 'girl' | 'vawg'",
            "'violenc' <2> 'women' <2> 'girl' | 'vawg'",
            ("VAWG",),
        ),
        ("plan -csp", "'plan' & !'csp' & !( 'communiti' <-> 'safeti' <-> 'partnership' )", "'plan'", ()),
        ("community -safety partnership", "'communiti' & !'safeti' & 'partnership'", "'communiti' & 'partnership'", ()),
        ("oasis", "'oasi' | 'object' <-> 'audienc'", "'oasi' | 'object' <-> 'audienc'", ('Objectives, "Audience"',)),
        ("knife or gangs", "'knife' | 'gang'", "'knife' | 'gang'", ()),
    ],
)
def test_what_is_asked_of_postgres(typed, query, wanted, also):
    words = read(typed, TERMS)
    assert (asked(words.query), asked(words.wanted), words.also) == (query, wanted, also)


def test_nothing_is_asked_where_nothing_is_wanted():
    assert read("-police", TERMS) is None
    assert read("or", []) is None


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", set()),
        ("-", set()),
        ("VAWG", {"vawg"}),
        ("A&E plan", {"a e", "a e plan", "plan"}),
        ('-"Knife, crime" or Plan b', {"plan", "b", "plan b"}),
        ('plan -"Knife, crime"', {"plan", "knife crime", "plan knife crime"}),
    ],
)
def test_what_may_have_another_name(typed, names):
    assert names_in(typed) == names


def test_a_name_has_twenty_words_at_most():
    names = names_in("a " * 100)
    assert len(names) == 20
    assert max(map(len, names)) == 39
