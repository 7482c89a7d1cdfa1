"""Two people on one row: who saves later is shown both versions and decides; nothing that was typed is lost.

A form carries what it showed (`tables/seen.py`). At a save the row is locked and compared with that. Where it changed
meanwhile nothing is written, and the form comes back with what was typed, both versions side by side above it, and what
stands now as what it showed: saving once more is then a decision. What was sent twice is written once.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import ModelForm
from django.shortcuts import redirect

from history.revisions import write_in_turn
from tables.seen import FIELD, Seen, open_fields
from tables.side_by_side import of_fields, of_list
from tables.typed import carried_over, posted_again, stand_already, take_over, typed_row, typed_rows

REFUSED = "Nothing was saved: somebody else changed this since you read it. Compare both versions, then save again."
ALREADY = "Saved already: what you sent stands just so. Nothing was written twice."


@dataclass(frozen=True)
class Collision:
    """What a save ran into: the Differences of both versions, and who changed the row last, and when, where known."""

    differences: list
    who: str
    when: datetime | None


class ComparedForm(ModelForm):
    """A form that is not valid while a `refusal` stands: its reader has not seen yet what stands now."""

    refusal = None

    def _post_clean(self):
        super()._post_clean()
        if self.refusal:
            self.add_error(None, ValidationError(self.refusal, code="changed_since"))


def last_change(user, instance, formsets):
    """Who changed a row, or a row that hangs on it, last, in words, and when; by the history of the database."""
    found = [(type(instance), {"pgh_obj": instance.pk})]
    found += [(each.model, {each.fk.attname: instance.pk}) for each in formsets]
    events = [
        model._meta.get_field("events").related_model.objects.filter(**lookup)
        for model, lookup in found
        if hasattr(model, "events")
    ]
    latest = [rows.select_related("pgh_context").order_by("-pgh_id").first() for rows in events]
    last = max(filter(None, latest), key=lambda event: event.pgh_created_at, default=None)
    metadata = last.pgh_context.metadata if last and last.pgh_context else {}
    author = get_user_model().objects.filter(pk=metadata.get("user")).first()
    if author == user:
        return "You, in another window or by an earlier save", last.pgh_created_at
    return (str(author.get_full_name() or author) if author else "Somebody"), last and last.pgh_created_at


class RefusesOverwriting:
    """A mixin for admins: the page of a row that stands is saved only by who has read what stands."""

    form = ComparedForm
    change_form_template = "admin/compared_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's page; a save that meets another one is tried once more, on what that one wrote."""

        def answer():
            with transaction.atomic():
                return (object_id and self.meet(request, object_id)) or view(
                    request, object_id, form_url, extra_context
                )

        view, sent = super().changeform_view, request.POST
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        try:
            return answer()
        except IntegrityError:
            request.POST = sent
            return answer()

    def meet(self, request, object_id):
        """Lock the row and compare it with what the form showed; a response where all that was sent stands already.

        Where somebody changed it, `request.collision` is set and `request.POST` carried over to what stands now.
        """
        seen = Seen.from_token(request.POST.get(FIELD, ""))
        write_in_turn()
        locked = self.model._base_manager.select_for_update().filter(pk=self._key(object_id)).first()
        row = locked and self.get_object(request, unquote(object_id))
        if not row or not seen or not self.has_change_permission(request, row):
            return None
        form, formsets = self.forms_of(request, row)
        now = Seen.of(form, formsets)
        request.POST = request.POST.copy()
        take_over(request.POST, now)
        if seen.content == now.content:
            return None
        collision = self.compare(request, form, formsets, seen, now)
        if not collision.differences:
            messages.info(request, ALREADY)
            return redirect(request.get_full_path()) if "_continue" in request.POST else self._back(request, row)
        request.collision = collision
        return None

    def _key(self, object_id):
        try:
            return self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None

    def _back(self, request, row):
        return self.response_post_save_change(request, row)

    def forms_of(self, request, row):
        """The form of a row that stands and the lists below it that this person may change, as nobody typed in them."""
        fields = flatten_fieldsets(self.get_fieldsets(request, row))
        form = self.get_form(request, row, change=True, fields=fields)(instance=row)
        formsets = [
            formset(instance=row, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, row)
            if inline.has_change_permission(request, row)
        ]
        return form, formsets

    def compare(self, request, form, formsets, seen, now):
        """The Collision of what was typed with what stands `now`; typed rows of lists are put onto those that stand."""
        found = of_fields(form, seen.row, typed_row(request.POST, now.row), now.row)
        for formset in formsets:
            before, standing = seen.lists.get(formset.prefix, {}), now.lists[formset.prefix]
            typed, names = typed_rows(request.POST, formset.prefix), open_fields(formset.empty_form)
            rows, number = carried_over(typed, before, standing, names)
            posted_again(request.POST, formset.prefix, rows, number)
            found += of_list(formset, before, rows, standing)
        return Collision(found, *last_change(request.user, form.instance, formsets))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = REFUSED if getattr(request, "collision", None) else None
        return form

    def save_related(self, request, form, formsets, change):
        """Django's, judged by the database at once: later, the save would have been told to be well."""
        super().save_related(request, form, formsets, change)
        connection.check_constraints()

    def sent_before(self, request, context):
        """The row that stands with all that was sent to be added, where that is why it was refused; else None."""
        form = context["adminform"].form
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if not codes or codes - {None, "unique", "unique_together"}:
            return None
        fields = [field for field in self.opts.fields if field.name in form.fields]
        row = self.model._base_manager.filter(
            **{field.name: getattr(form.instance, field.attname) for field in fields}
        ).first()
        if not row:
            return None
        form, formsets = self.forms_of(request, row)
        standing = Seen.of(form, formsets).lists
        return row if all(stand_already(request.POST, each, standing[each.prefix]) for each in formsets) else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page, with what it shows as a token in it, and both versions where they collided."""
        form = context["adminform"].form
        if change and self.has_change_permission(request, form.instance):
            lists = [each.formset for each in context["inline_admin_formsets"] if each.has_change_permission]
            context |= {"seen": Seen.of(form, lists).token, "collision": getattr(request, "collision", None)}
        elif add and request.method == "POST" and (row := self.sent_before(request, context)):
            messages.info(request, ALREADY)
            return self._back(request, row)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if context.get("collision"):
            response.status_code = 409
        return response
