"""Changing many chosen actions at once: a page counts what will change, what is so already, what cannot, and asks."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from actions.admin.bulk_forms import (
    LeadForm,
    LedByForm,
    PrincipleForm,
    ReasonForm,
    StatusForm,
    ThemeForm,
    WhyForm,
)  # fmt: skip
from actions.bulk import move_to_theme, publish, send_to_review, set_status, withdraw
from actions.bulk_links import add_alignment, add_lead, remove_alignment, remove_lead

CHANGED_SINCE = "Nothing more was changed: these actions are not as you read them. Read the new numbers, then confirm."


@dataclass(frozen=True)
class Entry:
    """One entry of the list's menu: what it is called, what it does, what it asks before."""

    title: str
    function: Callable
    form: type = WhyForm

    @property
    def name(self):
        """What the menu's choice is posted as."""
        return self.function.__name__


ENTRIES = (
    Entry("Send to review", send_to_review),
    Entry("Publish", publish),
    Entry("Withdraw", withdraw, ReasonForm),
    Entry("Set the status", set_status, StatusForm),
    Entry("Move to a theme", move_to_theme, ThemeForm),
    Entry("Add a lead", add_lead, LeadForm),
    Entry("Remove a lead", remove_lead, LedByForm),
    Entry("Add a principle they serve", add_alignment, PrincipleForm),
    Entry("Remove a principle they serve", remove_alignment, PrincipleForm),
)


def menu(entry):
    """The function that the admin's menu calls for `entry`."""

    @admin.action(description=entry.title, permissions=["change"])
    def asked(model_admin, request, queryset):
        return model_admin.change_many(request, queryset, entry)

    asked.__name__ = entry.name
    return asked


class ChangesMany:
    """A mixin for the admin of actions: the menu of what can be done to many, each with a page that counts first."""

    actions = [menu(entry) for entry in ENTRIES]

    def response_action(self, request, queryset):
        """Django's, for what can be keys: any other text would fail in the database."""
        request.POST, posted = request.POST.copy(), request.POST.getlist(ACTION_CHECKBOX_NAME)
        keys = [key for key in posted if key.isdecimal() and len(key) < 19]
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        return super().response_action(request, queryset)

    def change_many(self, request, queryset, entry):
        """The page that asks, counts and confirms; once confirmed, the list again."""
        post, answered = request.POST, "_asked" in request.POST
        # By their keys: what was changed may have left the filter of the list.
        chosen = self.get_queryset(request).filter(pk__in=post.getlist(ACTION_CHECKBOX_NAME))
        rows = chosen if answered else queryset
        form = entry.form(post if answered else None, actions=rows, label_suffix="")
        outcome, problem = None, ""
        # What asks for nothing is counted at once.
        blank = entry.form({}, actions=rows)
        if form.is_valid() or (not answered and blank.is_valid()):
            arguments = (form if answered else blank).arguments
            with transaction.atomic():
                outcome = entry.function(actions=rows, user=request.user, dry_run=True, **arguments)
                token = self.token(outcome, arguments)
                if "_confirm" in post and post.get("_counted") == token:
                    return self.changed(request, entry, entry.function(actions=rows, user=request.user, **arguments))
            if "_confirm" in post:
                problem = CHANGED_SINCE
        else:
            token = ""
        context = {"entry": entry, "form": form, "outcome": outcome, "token": token, "problem": problem, "rows": rows}
        return self.asked(request, context)

    def token(self, outcome, arguments):
        """What was counted, and with which answers: a text that another count does not have."""
        asked = repr(sorted((name, str(value)) for name, value in arguments.items() if name != "why"))
        return f"{outcome.token}{sha256(asked.encode()).hexdigest()[:16]}"

    def changed(self, request, entry, outcome):
        """Note each change in the admin's own log, say how many there were, and show the list."""
        for action in outcome.changing:
            self.log_change(request, action, f"{entry.title}.")
        parts = [f"{entry.title}: {len(outcome.changing)} changed"]
        parts += [f"{len(outcome.already)} already so"] if outcome.already else []
        parts += [f"{len(outcome.refused)} left as they are"] if outcome.refused else []
        messages.success(request, f"{'; '.join(parts)}.")
        return HttpResponseRedirect(request.get_full_path())

    def asked(self, request, context):
        """The page itself."""
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": context["entry"].title,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/bulk.html", context, status=409 if context["problem"] else 200)
