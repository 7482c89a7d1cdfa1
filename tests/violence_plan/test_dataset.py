"""A plan's tables as search engines for data read of them."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.factories import make_plan
from violence_plan.dataset import dataset, script_text
from violence_plan.open_data import OpenPlan, OpenTable

pytestmark = pytest.mark.django_db

CHANGED = datetime(2026, 1, 31, 9, tzinfo=UTC)
TABLES = [
    OpenTable("plan.csv", "Plans", "One plan.", [], 1, b"slug\nanytown\n"),
    OpenTable("themes.csv", "Themes", "One theme.", [], 0, b"plan\n"),
]


def absolute(address):
    """The whole address."""
    return f"https://plan.example{address}"


def test_what_the_plan_does_not_say_is_left_out():
    said = dataset(OpenPlan(make_plan(), CHANGED, TABLES), absolute)
    assert {"license", "temporalCoverage", "isBasedOn", "publisher", "creator"}.isdisjoint(said)


def test_what_the_plan_says():
    plan = make_plan(
        slug="anytown",
        title="A safer town",
        area="Anytown",
        licence="© Anytown",
        source_title="A report",
        period_start=date(2016, 4, 1),
        period_end=date(2018, 3, 31),
    )
    assert dataset(OpenPlan(plan, CHANGED, TABLES), absolute) == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": "https://plan.example/data/#anytown",
        "url": "https://plan.example/data/#anytown",
        "name": "A safer town, Anytown",
        "description": "The published tables of A safer town, Anytown, as CSV files: plans.",
        "dateModified": "2026-01-31T09:00:00+00:00",
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "license": {"@type": "CreativeWork", "text": "© Anytown"},
        "temporalCoverage": "2016-04-01/2018-03-31",
        "spatialCoverage": {"@type": "Place", "name": "Anytown"},
        "isBasedOn": {"@type": "CreativeWork", "name": "A report"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "All tables",
                "encodingFormat": "application/zip",
                "contentUrl": "https://plan.example/data/anytown/tables.zip",
            },
            {
                "@type": "DataDownload",
                "name": "Description of the tables",
                "encodingFormat": "application/csvm+json",
                "contentUrl": "https://plan.example/data/anytown/csv-metadata.json",
            },
            {
                "@type": "DataDownload",
                "name": "Plans",
                "encodingFormat": "text/csv",
                "contentUrl": "https://plan.example/data/anytown/plan.csv",
            },
            {
                "@type": "DataDownload",
                "name": "Themes",
                "encodingFormat": "text/csv",
                "contentUrl": "https://plan.example/data/anytown/themes.csv",
            },
        ],
    }


@pytest.mark.parametrize("address", ["https://licences.example/open/3/", "http://licences.example/"])
def test_a_licence_that_is_an_address_is_one(address):
    assert dataset(OpenPlan(make_plan(licence=address), CHANGED, TABLES), absolute)["license"] == address


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"period_start": date(2016, 4, 1)}, "2016-04-01/.."),
        ({"period_end": date(2018, 3, 31)}, "../2018-03-31"),
    ],
)
def test_a_period_may_be_open(period, said):
    assert dataset(OpenPlan(make_plan(**period), CHANGED, TABLES), absolute)["temporalCoverage"] == said


def test_no_word_ends_the_script_element():
    value = ['</script><!-- <b> & \u2028 \u2029 “quoted” \\ "']
    text = script_text(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value
