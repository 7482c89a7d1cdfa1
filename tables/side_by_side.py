"""Two versions of a row side by side: what somebody typed, and what stands by now."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.forms import CheckboxInput, ModelChoiceField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tables.seen import open_fields

YOU, OTHERS, BOTH = "you", "somebody else", "both of you"
EMPTY = format_html('<span class="quiet">{}</span>', "(empty)")


@dataclass(frozen=True)
class Difference:
    """One field in both versions, marked word by word. `taken` names the input that can be given up, empty for none."""

    label: str
    yours: SafeString
    standing: SafeString
    changed_by: str
    taken: str = ""

    @property
    def only_theirs(self):
        """Whether the person who sees it had not touched the field."""
        return self.changed_by == OTHERS


def marked(yours, standing):
    """Both texts as HTML; words that the other does not have are underlined in yours and struck out in the other."""
    mine, theirs = (re.findall(r"\s+|\S+", text) for text in (yours, standing))
    sides = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        for side, words, sign in ((sides[0], mine[a:b], "ins"), (sides[1], theirs[c:d], "del")):
            if words:
                side.append((sign if kind != "equal" else "span", "".join(words)))
    return tuple(format_html_join("", "<{0}>{1}</{0}>", side) if side else EMPTY for side in sides)


def in_words(field, text):
    """A posted text as a person reads it: the label of a choice, yes or no."""
    if isinstance(field.widget, CheckboxInput):
        return "Yes" if text else "No"
    if isinstance(field, ModelChoiceField):
        row = field.queryset.filter(pk=text).first() if text.isdecimal() else None
        return field.label_from_instance(row) if row else ""
    return str(dict(getattr(field, "choices", ())).get(text, text)) if text else ""


def of_fields(form, seen, typed, now, *, place=""):
    """The Differences of one row: `seen`, `typed` and `now` map fields to texts; `place` says which row of a list."""
    found = []
    for name in open_fields(form):
        before, mine, theirs = (values.get(name, "") for values in (seen, typed, now))
        if mine == theirs:
            continue
        by = OTHERS if mine == before else YOU if theirs == before else BOTH
        words = marked(*(in_words(form.fields[name], text) for text in (mine, theirs)))
        found.append(Difference(f"{place}{form[name].label}", *words, by, form.add_prefix(name)))
    return found


def summary(form, values):
    """A row of a list in one line: what its fields say, one after the other."""
    words = [in_words(form.fields[name], values.get(name, "")) for name in open_fields(form)]
    return "; ".join(word for word in words if word)


def of_list(formset, seen, rows, now):
    """The Differences of a list below a row: `rows` as typed and carried over, `seen` and `now` texts by key."""
    blank, found = formset.empty_form, []
    for number, row in enumerate(rows):
        key, place = row.get("id"), f"{formset.model._meta.verbose_name.capitalize()} {number + 1}: "
        blank.prefix = formset.add_prefix(number)
        if key not in now:
            gone = "(deleted)" if row.get("gone") else ""
            found.append(Difference(place.rstrip(": "), *marked(summary(blank, row), gone), BOTH if gone else YOU))
        elif row.get("again"):
            continue
        elif key not in seen:
            found.append(Difference(place.rstrip(": "), *marked("", summary(blank, now[key])), OTHERS))
        elif row.get("DELETE"):
            found.append(Difference(place.rstrip(": "), *marked("(to be deleted)", summary(blank, now[key])), YOU))
        else:
            found += of_fields(blank, seen[key], row, now[key], place=place)
    return found
