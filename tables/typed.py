"""What a person typed into a form and the lists below it, and how it is carried over to rows that changed meanwhile."""

import re

from tables.seen import open_fields, plain

TAKE = "_take"


def typed_row(post, names):
    """What was typed for the fields `names` of the row itself: a dict of texts."""
    return {name: plain(post.get(name, "")) for name in names}


def typed_rows(post, prefix):
    """What was posted for each row of a list, in order: dicts of texts by field, `id` and `DELETE` among them."""
    total = post.get(f"{prefix}-TOTAL_FORMS", "")
    rows = [{} for _ in range(min(int(total), 1000) if total.isdecimal() else 0)]
    for key in post:
        found = re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(\w+)", key)
        if found and int(found[1]) < len(rows):
            rows[int(found[1])][found[2]] = plain(post[key])
    return rows


def stand_already(post, formset, standing):
    """Whether every row typed into a list is among the `standing` ones, texts by field and key."""
    names = open_fields(formset.empty_form)
    typed = [{name: row.get(name, "") for name in names} for row in typed_rows(post, formset.prefix)]
    return all(values in standing.values() for values in typed if any(values.values()))


def carried_over(rows, seen, now, names):
    """The typed `rows` of a list, put onto those that stand `now`: (rows, how many of them stand).

    `seen` and `now` map keys to texts by field. A row that was added meanwhile joins them; one that was deleted
    meanwhile is new again (`gone` keeps its key), unless it was to be deleted; a new one that stands by now, since it
    was sent twice, is no longer new (`again` says so).
    """
    typed = {row["id"]: row for row in rows if row.get("id")}
    gone = [row | {"id": "", "gone": key} for key, row in typed.items() if key not in now and not row.get("DELETE")]
    new = [(row, {name: row.get(name, "") for name in names}) for row in rows if not row.get("id")]
    sent, added = [values for _, values in new], [values for key, values in now.items() if key not in seen]
    joined = {key: values | {"id": key, "again": "yes" if values in sent else ""} for key, values in now.items()}
    standing = [typed.get(key, row) for key, row in joined.items()]
    fresh = [row for row, values in new if any(values.values()) and values not in added]
    return standing + gone + fresh, len(standing)


def posted_again(post, prefix, rows, standing):
    """Replace what `post`, a mutable QueryDict, holds of a list by `rows`, of which the first `standing` stand."""
    for key in [key for key in post if re.fullmatch(rf"{re.escape(prefix)}-\d+-\w+", key)]:
        del post[key]
    post[f"{prefix}-TOTAL_FORMS"], post[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(standing)
    for number, row in enumerate(rows):
        for name, text in row.items():
            post[f"{prefix}-{number}-{name}"] = text


def take_over(post, now):
    """Replace what was typed by what stands `now`, a Seen, in the fields of `post` that the person gave up."""
    for taken in post.getlist(TAKE):
        prefix, number, name = ([*taken.rsplit("-", 2), "", ""])[:3]
        row = now.lists.get(prefix, {}).get(post.get(f"{prefix}-{number}-id", ""), {}) if name else now.row
        field = name or taken
        if field in row:
            post[taken] = row[field]
