"""The pages of the admin about what was: the history of a row, a version to restore, rows that were deleted.

Each takes the admin of the table (a RowHistory) first.
"""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from access.roles import changes_all, reads_history
from history.redaction.constraint import texts
from history.restoring import CannotRestoreError, restore_version, undo_delete
from history.rows import DELETE, deleted_rows, deleted_with, deletion_of, last_event, row_of, shown_fields
from history.timeline import fields_between, timeline
from history.words import Names, moment_in_words, where, who, why

PER_PAGE = 50


def history(table, request, object_id):
    """The history of a row; of one that is gone, with the way to bring it back."""
    row, deletion = row_or_deletion(table, object_id)
    if not table.has_history_permission(request, row):
        raise PermissionDenied
    names = Names(table.label_of)
    changes = timeline(table.model, row.pk, [*table.history_of, *table.history_also_of], names=names)
    context = {
        "title": f"History of {table.opts.verbose_name} {names.name(row)}",
        "page": Paginator(changes, PER_PAGE).get_page(request.GET.get("page")),
        "latest": changes[0].at if changes else None,
        "deletion": deletion and told(deletion),
        "gone_with_it": len(deleted_with(deletion)) if deletion else 0,
        "may_restore": not deletion and table.has_change_permission(request, row),
        "may_undo": bool(deletion) and table.has_undo_permission(request, row),
        "may_redact": changes_all(request.user) and texts(table.model),
    }
    return page(table, request, "admin/row_history.html", context | {"row": row, "name": names.name(row)})


def restore(table, request, object_id):
    """What a version of a row would change in it; asked by POST, bring that version back."""
    row, deletion = row_or_deletion(table, object_id)
    if deletion or not table.has_change_permission(request, row):
        raise PermissionDenied
    moment = asked_moment(request)
    then = last_event(table.model, row.pk, at=moment)
    if then is None or then.pgh_label == DELETE:
        raise Http404("There was no such version.")
    names = Names(table.label_of)
    if request.method == "POST":
        asked = {"moment": moment, "relations": table.restored_with(request)}
        said = f"Restored the version of {moment_in_words(moment)}."
        return bring_back(table, request, row, said, lambda given: restore_version(**asked, **given))
    stays, shown, with_it = table.stays(request)(table.model), shown_fields(table.model), table.restored_with(request)
    brought, staying = ([each for each in shown if (each.name in stays) == stay] for stay in (False, True))
    context = {
        "title": f"Restore the version of {moment_in_words(moment)}?",
        "fields": fields_between(table.model, row, then, names, brought),
        "staying": [field.label for field in fields_between(table.model, row, then, names, staying)],
        "version": moment.isoformat(),
        "hanging": [hanging(table.model, name) for name in with_it],
        "hanging_stays": [hanging(table.model, name) for name in table.history_of if name not in with_it],
    }
    return page(table, request, "admin/restore_version.html", context | {"row": row, "name": names.name(row)})


def undo(table, request, object_id):
    """Bring back a deleted row with all that was deleted with it."""
    row, _ = row_or_deletion(table, object_id)
    if not table.has_undo_permission(request, row):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return bring_back(
        table, request, row, "It is back, as it was when it was deleted.", lambda given: undo_delete(**given)
    )


def bring_back(table, request, row, said, write):
    """Do `write`, and say what was done and what could not be; then show the row's history."""
    given = {"model": table.model, "pk": row.pk, "why": table.reason(request), "names": Names(table.label_of)}
    given["stays"] = table.stays(request)
    try:
        restored = write(given)
    except CannotRestoreError as error:
        messages.error(request, f"Nothing was brought back. {error}")
    else:
        table.log_change(request, restored.row, said)
        with_it = f" With it: {restored.others} row{'' if restored.others == 1 else 's'} that hung on it."
        messages.success(request, said + (with_it if restored.others else ""))
        for sentence in restored.left_out:
            messages.warning(request, f"Left out: {sentence}")
    return redirect(reverse(f"admin:{table.opts.app_label}_{table.opts.model_name}_history", args=[row.pk]))


def deleted(table, request):
    """The rows of a table that were deleted and are gone still, the last first."""
    if not table.has_history_permission(request):
        raise PermissionDenied
    found = [(event, row_of(event)) for event in deleted_rows(table.model)]
    if not reads_history(request.user):
        found = [(event, row) for event, row in found if table.has_change_permission(request, row)]
    shown, names = Paginator(found, PER_PAGE).get_page(request.GET.get("page")), Names(table.label_of)
    rows = [told(event) | {"name": names.name(row), "pk": row.pk} for event, row in shown]
    context = {"title": f"Deleted {table.opts.verbose_name_plural}", "page": shown, "rows": rows}
    return page(table, request, "admin/deleted_rows.html", context)


def page(table, request, template, context):
    """A page of the admin about the past."""
    request.current_app = table.admin_site.name
    frame = table.admin_site.each_context(request) | {"opts": table.opts}
    return TemplateResponse(request, template, frame | context)


def told(event):
    """When, by whom, from where and why something was done."""
    person = who([event]).get(event.pgh_context_id, "")
    return {"at": event.pgh_created_at, "who": person, "where": where(event), "why": why(event)}


def hanging(model, name):
    """What hangs on a row of `model` by that reverse name, in words."""
    return capfirst(model._meta.get_field(name).related_model._meta.verbose_name_plural)


def row_or_deletion(table, object_id):
    """The row and None; where it is gone, the row as it was and the event of its delete. Raises Http404."""
    try:
        pk = table.model._meta.pk.to_python(object_id)
    except ValidationError as error:
        raise Http404("There is no such row.") from error
    if row := table.model._base_manager.filter(pk=pk).first():
        return row, None
    if deletion := deletion_of(table.model, pk):
        return row_of(deletion), deletion
    raise Http404("There is no such row.")


def asked_moment(request):
    """The moment that the parameter `version` says. Raises Http404 where it says none."""
    try:
        moment = datetime.fromisoformat((request.POST or request.GET).get("version", ""))
    except ValueError as error:
        raise Http404("There is no such version.") from error
    if moment.tzinfo is None:
        raise Http404("There is no such version.")
    return moment
