"""Send to review, publish and withdraw, for many rows at once."""

from django.contrib import admin, messages

from actions.models import Publication
from actions.publication import set_publication
from actions.rules import changeable_by


class Publishes:
    """A mixin for admins of rows with a `publication`: entries in the list's menu, and the history of each row."""

    actions = ["send_to_review", "publish", "withdraw"]

    def has_publish_permission(self, request):
        """Who may change the rows may publish them."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    @admin.action(description="Send selected %(verbose_name_plural)s to review", permissions=["publish"])
    def send_to_review(self, request, queryset):
        """Hold the selected rows for somebody to read before they are public."""
        self.set_publication(request, queryset, Publication.IN_REVIEW)

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
        done = set_publication(rows=changeable_by(request.user, queryset), publication=publication)
        for row in done.changed:
            self.log_change(request, row, f"Publication: {publication.label}.")
        were = f"; {done.before} already so." if done.before else "."
        messages.success(request, f"{len(done.changed)} now {publication.label.lower()}{were}")
