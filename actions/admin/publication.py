"""Who may see a row: its state and marks in form and list; send to review, publish and withdraw many at once."""

from django.contrib import admin, messages

from actions.models import MARKS, Access, Handling, Publication
from actions.publication import set_publication
from actions.rules import may_publish, may_send_to_review, states_for

WHO_SEES = (
    "The public reads what is published and open, and only where what it stands in is so too. Exempt: the public never "
    "reads it; name the paragraph of Schedule 12A. Official-sensitive: officers and auditors read it, and the lead of "
    "its strategy; it is exempt too. Officers publish, withdraw and mark; a strategy lead sends to review."
)


def who_may_see(*marks):
    """The part of a form that says who may see the row: its state, and its `marks` where it has any."""
    return "Who may see it", {"fields": ["publication", *marks], "description": WHO_SEES}


class SaysWhoSees:
    """A mixin for admins of rows with a `publication`: what their forms offer to whom, and what lists say of marks."""

    def get_readonly_fields(self, request, obj=None):
        marks = () if may_publish(request.user, obj) else MARKS
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *(name for name in marks if hasattr(self.model, name) and name not in fields)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "publication" in form.base_fields:
            form.base_fields["publication"].choices = [
                (state.value, state.label) for state in states_for(request.user, obj)
            ]
        return form

    @admin.display(description="marks")
    def marks(self, row):
        """What keeps the public from a row even when it is published; empty where it is open."""
        exempt = f"Exempt: paragraph {row.exempt_paragraph}" if row.access == Access.EXEMPT else ""
        return f"{exempt}; official-sensitive" if row.handling == Handling.OFFICIAL_SENSITIVE else exempt


class Publishes(SaysWhoSees):
    """A mixin for the same admins: the menu of the list sends many rows to review, publishes, withdraws."""

    actions = ["send_to_review", "publish", "withdraw"]

    def has_publish_permission(self, request):
        """Who may publish, withdraw and mark."""
        return may_publish(request.user)

    def has_review_permission(self, request):
        """Who may send to review: whoever may change, or add, such rows; which of them is asked for each."""
        rights = (f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("change", "add"))
        return any(request.user.has_perm(right) for right in rights)

    @admin.action(description="Send selected %(verbose_name_plural)s to review", permissions=["review"])
    def send_to_review(self, request, queryset):
        """Hold the selected rows for somebody to read before they are public; a lead's own drafts only."""
        sent = [row.pk for row in queryset if may_send_to_review(request.user, row)]
        if left := queryset.count() - len(sent):
            messages.warning(request, f"{left} left as before: you send drafts of your own strategies to review.")
        self.set_publication(request, queryset.filter(pk__in=sent), Publication.IN_REVIEW)

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish(self, request, queryset):
        """Make the selected rows public."""
        self.set_publication(request, queryset, Publication.PUBLISHED)

    @admin.action(description="Withdraw selected %(verbose_name_plural)s", permissions=["publish"])
    def withdraw(self, request, queryset):
        """Take the selected rows back from the public."""
        self.set_publication(request, queryset, Publication.WITHDRAWN)

    def set_publication(self, request, queryset, publication):
        """Give the selected rows that state, and say how many changed."""
        done = set_publication(rows=queryset, publication=publication)
        for row in done.changed:
            self.log_change(request, row, f"Publication: {publication.label}.")
        were = f"; {done.before} already so." if done.before else "."
        messages.success(request, f"{len(done.changed)} now {publication.label.lower()}{were}")
