"""Publish and withdraw, for many rows at once."""

from django.contrib import admin, messages
from django.db import transaction

from actions.models import Publication


class Publishes:
    """A mixin for admins of rows with a `publication`: two entries in the list's menu, and the history of each row."""

    actions = ["publish", "withdraw"]

    def has_publish_permission(self, request):
        """Who may change the rows may publish them."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish(self, request, queryset):
        """Make the selected rows public."""
        self.set_publication(request, queryset, Publication.PUBLISHED)

    @admin.action(description="Withdraw selected %(verbose_name_plural)s", permissions=["publish"])
    def withdraw(self, request, queryset):
        """Take the selected rows back from the public."""
        self.set_publication(request, queryset, Publication.WITHDRAWN)

    @transaction.atomic
    def set_publication(self, request, queryset, publication):
        """Save the rows that are not yet so, one by one, so that their time of change is right; say how many."""
        rows = list(queryset.exclude(publication=publication))
        before = queryset.count() - len(rows)
        for row in rows:
            row.publication = publication
            row.save(update_fields=[name for name in ("publication", "updated_at") if hasattr(row, name)])
            self.log_change(request, row, f"Publication: {publication.label}.")
        were = f"; {before} already so." if before else "."
        messages.success(request, f"{len(rows)} now {publication.label.lower()}{were}")
