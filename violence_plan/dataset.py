"""A plan's tables as a dataset of <https://schema.org/Dataset>, by which search engines for data find them."""

import json

from django.urls import reverse
from django.utils.safestring import mark_safe

from violence_plan import csvw

SCRIPT_SAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def dataset(found, absolute):
    """The Dataset of an OpenPlan, as what JSON can hold; `absolute` makes an address whole.

    Only what the plan states is stated: without a licence, a period or an area these are left out.
    """
    plan = found.plan
    page = f"{absolute(reverse('data'))}#{plan.slug}"
    stated = {
        "license": licence(plan.licence),
        "temporalCoverage": period(plan),
        "spatialCoverage": {"@type": "Place", "name": plan.area},
        "isBasedOn": {"@type": "CreativeWork", "name": plan.source_title} if plan.source_title else None,
    }
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": f"{plan.title}, {plan.area}",
        "description": description(found),
        "dateModified": found.changed.isoformat(timespec="seconds"),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        **{name: value for name, value in stated.items() if value},
        "distribution": distribution(found, absolute),
    }


def description(found):
    """What the dataset holds, in a sentence."""
    held = ", ".join(table.title.lower() for table in found.tables if table.rows)
    return f"The published tables of {found.plan.title}, {found.plan.area}, as CSV files: {held}."


def distribution(found, absolute):
    """How the dataset can be downloaded: whole, its description, and table by table."""
    slug = found.plan.slug

    def download(name, media_type, address):
        return {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": absolute(address)}

    return [
        download("All tables", "application/zip", reverse("data_archive", args=[slug])),
        download("Description of the tables", csvw.MEDIA_TYPE, reverse("data_metadata", args=[slug])),
        *(download(table.title, "text/csv", reverse("data_table", args=[slug, table.name])) for table in found.tables),
    ]


def licence(words):
    """The licence as its address where the plan gives one, else as a work with that text."""
    if words.startswith(("https://", "http://")):
        return words
    return {"@type": "CreativeWork", "text": words} if words else None


def period(plan):
    """The plan's period as ISO 8601 writes an interval, open where one end is not stated; None without either."""
    ends = [day.isoformat() if day else ".." for day in (plan.period_start, plan.period_end)]
    return None if ends == ["..", ".."] else "/".join(ends)


def script_text(value):
    """`value` as JSON that can stand in a script element: none of its text ends the element or begins a comment."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(SCRIPT_SAFE))  # noqa: S308
