"""The history of each row in the admin: who reads it, who brings back what was, and why something is changed."""

from functools import partial

import pghistory
from django.contrib.admin.exceptions import NotRegistered
from django.urls import path

from access.roles import changes_all, reads_history
from history.redaction.constraint import texts
from history.restoring import nothing
from history.write_gate import officers_only
from tables import history_pages, redaction_pages

WHY = "_why"
LONGEST_WHY = 500


class RowHistory:
    """A mixin for admins: the history of each row with what hangs on it, by reverse names.

    `history_of` are told with the row, and brought back with a version of it; `history_also_of` are only told. Whoever
    reads histories, or may change the row, reads its history; whoever may change the row restores it.
    """

    history_of = ()
    history_also_of = ()
    delete_confirmation_template = "admin/delete_with_reason.html"
    delete_selected_confirmation_template = "admin/delete_several_with_reason.html"

    def get_urls(self):
        def page(route, name, view):
            answer = self.admin_site.admin_view(partial(view, self))
            return path(route, answer, name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")

        return [
            page("deleted/", "deleted", history_pages.deleted),
            page("<path:object_id>/history/restore/", "restore", history_pages.restore),
            page("<path:object_id>/history/undo/", "undo", history_pages.undo),
            page("<path:object_id>/redact/", "redact", redaction_pages.ask_page),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The history of a row, in place of Django's own, which knows only what was done in the admin."""
        return history_pages.history(self, request, object_id)

    def label_of(self, model):
        """How officers call a row of `model`."""
        try:
            return getattr(self.admin_site.get_model_admin(model), "officer_label", str)
        except NotRegistered:
            return str

    def has_history_permission(self, request, row=None):
        """Whether the history of `row`, which may be gone, or of any row, is for this reader."""
        return reads_history(request.user) or self.has_change_permission(request, row)

    def has_undo_permission(self, request, row):
        """Whether this reader may bring back `row`, which is gone: who may change it, and add one."""
        return self.has_change_permission(request, row) and self.has_add_permission(request)

    def stays(self, request):
        """What restoring leaves as it is, as a function of a model: the names of fields that only officers change."""
        return nothing if changes_all(request.user) else officers_only

    def restored_with(self, request):
        """The names in `history_of` of what this reader may bring back with a version: rows that he or she writes."""
        return [name for name in self.history_of if self._writes(request.user, name)]

    def _writes(self, user, name):
        model = self.model._meta.get_field(name).related_model._meta
        return user.has_perms(f"{model.app_label}.{verb}_{model.model_name}" for verb in ("add", "change", "delete"))

    def reason(self, request):
        """The reason typed into the field “Why”; empty without one."""
        return request.POST.get(WHY, "").replace("\0", "").strip()[:LONGEST_WHY]

    def note_reason(self, request):
        """Keep the reason that was typed with all that this request changes."""
        if reason := self.reason(request):
            pghistory.context(why=reason)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form, with room for a reason, which is kept with all that it changes."""
        self.note_reason(request)
        asked = {"asks_why": object_id is not None, "why": self.reason(request), "longest_why": LONGEST_WHY}
        asked["may_redact"] = object_id is not None and redaction_pages.may_ask(request.user) and texts(self.model)
        return super().changeform_view(request, object_id, form_url, asked | (extra_context or {}))

    def delete_view(self, request, object_id, extra_context=None):
        """The question whether to delete, with room for a reason."""
        self.note_reason(request)
        return super().delete_view(request, object_id, {"longest_why": LONGEST_WHY} | (extra_context or {}))

    def changelist_view(self, request, extra_context=None):
        """The list, with the way to the rows that are gone; a reason is kept with what its menu does."""
        self.note_reason(request)
        may = {"has_history_permission": self.has_history_permission(request)}
        return super().changelist_view(request, may | (extra_context or {}))
