"""The pages of the admin that take words back: ask for it at a row, look through the log, decide as a second person.

The words stand on these pages only until somebody decides.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from access.roles import Role, changes_all, has_role, reads_history
from access.security_trail import Event, note
from history.models import Redaction
from history.redaction.asking import CannotRedactError, ask, confirm, refuse, refuse_unfit, versions
from history.redaction.constraint import texts
from history.redaction.places import places_of
from tables.history_pages import row_or_deletion

PER_PAGE = 50
MOST_ROWS = 200  # of a preview


def may_ask(user):
    """Who asks for words to be taken back: officers and administrators."""
    return changes_all(user)


def may_decide(user):
    """Who decides: administrators; of their own requests, another one."""
    return has_role(user, Role.ADMINISTRATOR)


class RedactForm(forms.Form):
    """Which words of a row go, and why."""

    field = forms.ChoiceField(label="Where the words stand")
    whole = forms.BooleanField(label="The whole text", required=False)
    passage = forms.CharField(
        label="Or this passage",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copied from the text, as it is or as it once was. Case, spaces and punctuation do not matter.",
    )
    why = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept for good: say it without the words.",
    )

    def __init__(self, data=None, *, row):
        self.row = row
        super().__init__(data)
        self.fields["field"].choices = [(field.name, capfirst(field.verbose_name)) for field in texts(type(row))]

    def clean(self):
        given = self.cleaned_data
        if "field" in given and "why" in given:
            whole = getattr(self.row, given["field"])
            given["passage"] = whole if given["whole"] else given.get("passage", "").strip()
            try:
                refuse_unfit(given["passage"], versions(self.row, given["field"]), given["why"])
            except CannotRedactError as error:
                self.add_error("why" if "reason" in str(error) else "passage", str(error))
        return given


def ask_page(table, request, object_id):
    """Ask for words of a row to be redacted: which, then where they stand, then the request."""
    row, _ = row_or_deletion(table, object_id)
    if not (may_ask(request.user) and table.has_history_permission(request, row)):
        raise PermissionDenied
    form, places = RedactForm(request.POST if request.method == "POST" else None, row=row), None
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        if "confirmed" in request.POST:
            return asked(request, form)
        places = places_of(form.cleaned_data["passage"])
    context = table.admin_site.each_context(request) | {
        "title": "Redact everywhere",
        "opts": table.opts,
        "row": row,
        "form": form,
        "places": places,
        "most": MOST_ROWS,
    }
    return TemplateResponse(request, "admin/redact.html", context, status=422 if form.errors else 200)


def asked(request, form):
    """Write the request that the form makes, and lead to it."""
    given = form.cleaned_data
    made = ask(row=form.row, user=request.user, **{name: given[name] for name in ("field", "passage", "whole", "why")})
    note(Event.REDACTION_ASKED, user_id=request.user.pk, redaction=made.pk)
    messages.success(request, "Asked for. An administrator other than you confirms it; until then nothing changes.")
    return redirect("admin:redaction", made.pk)


def log_page(request, *, site):
    """The log: every request, the last first, without the words."""
    if not reads_history(request.user):
        raise PermissionDenied
    found = Redaction.objects.select_related("asked_by", "decided_by")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = site.each_context(request) | {"title": "Redactions", "page": shown}
    return TemplateResponse(request, "admin/redactions.html", context)


def one_page(request, pk, *, site):
    """One request: the words and where they stand while it waits; the decision, and by whom, after it."""
    if not reads_history(request.user):
        raise PermissionDenied
    redaction = get_object_or_404(Redaction.objects.select_related("asked_by", "decided_by"), pk=pk)
    if request.method == "POST":
        return decided(request, redaction)
    waits = redaction.state == Redaction.State.ASKED
    context = site.each_context(request) | {
        "title": f"Redaction {redaction.pk}",
        "redaction": redaction,
        "places": places_of(redaction.passage) if waits else None,
        "most": MOST_ROWS,
        "may_refuse": waits and (may_decide(request.user) or redaction.asked_by == request.user),
        "may_confirm": waits and may_decide(request.user) and redaction.asked_by != request.user,
    }
    return TemplateResponse(request, "admin/redaction.html", context)


def decided(request, redaction):
    """Carry out, or refuse, the request; who asked may take it back."""
    own = redaction.asked_by == request.user
    if not (may_decide(request.user) or (own and "refused" in request.POST)):
        raise PermissionDenied
    try:
        if "refused" in request.POST:
            refuse(redaction=redaction, user=request.user)
            note(Event.REDACTION_REFUSED, user_id=request.user.pk, redaction=redaction.pk)
            messages.success(request, "Refused. The words stay, and this page has forgotten them.")
        elif "confirmed" in request.POST:
            places = confirm(redaction=redaction, user=request.user)
            note(Event.REDACTED, user_id=request.user.pk, redaction=redaction.pk, places=places)
            messages.success(request, f"Redacted in {places} place{'' if places == 1 else 's'}.")
    except CannotRedactError as error:
        messages.error(request, f"Nothing was done. {error}")
    return redirect("admin:redaction", redaction.pk)
