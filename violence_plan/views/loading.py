"""Officers load a file: choose it, look at what it would change, confirm; or take a plan away as one workbook."""

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from access.roles import reads_all
from access.security_trail import Event, note
from actions.models import Plan
from actions.rules import changes_all
from tables.formats import XLSX, TableError
from tables.forms import TableForm
from tables.models import Upload
from violence_plan.database.limits import IMPORT
from violence_plan.exports import plan_workbook
from violence_plan.loading.forms import LeadsForm, LoadForm
from violence_plan.loading.running import ALREADY, GONE, NotLoadedError, rehearse
from violence_plan.loading.running import load as load_upload


def load(request):
    """Which file is to be loaded, of which plan."""
    if not changes_all(request.user):
        raise PermissionDenied
    form = LoadForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = Upload.objects.keep(user=request.user, file=file, answers=form.answers)
        return redirect("load_preview", upload.token)
    return ask_for_file(request, form, status=form.status)


def preview(request, token):
    """What an uploaded file would change, or what is wrong with it; and its confirmation."""
    upload = find_upload(request, token)
    if upload is None:
        messages.error(request, GONE)
        return redirect("load")
    if not may_load(request, upload):
        raise PermissionDenied
    if upload.imported_at:
        messages.warning(request, ALREADY)
        return redirect(list_of(upload))
    with connection.within(IMPORT):
        return (confirm if request.method == "POST" and "digest" in request.POST else show)(request, upload)


def show(request, upload, problem="", status=200):
    """The preview; where leads are chosen, they are kept first, and the preview is that with them."""
    try:
        outcome = rehearse(upload)
    except TableError as error:
        form = TableForm() if upload.table else LoadForm(initial=upload.answers)
        return ask_for_file(request, form, upload, str(error).splitlines(), status=400)
    chosen = LeadsForm(outcome.unknown, request.POST if request.method == "POST" and not problem else None)
    if outcome.unknown and chosen.is_valid():
        upload.answers["leads"] = upload.answers.get("leads", {}) | chosen.choices
        upload.save(update_fields=["answers"])
        return redirect("load_preview", upload.token)
    context = admin.site.each_context(request) | {
        "title": f"What “{upload.name}” would change",
        "upload": upload,
        "outcome": outcome,
        "leads": chosen,
        "problem": problem,
        "again": page_of(upload),
    }
    return render(request, "admin/loading/preview.html", context, status=status)


def confirm(request, upload):
    """Write what was shown, and say so; or show it anew, with the reason why nothing was written."""
    try:
        outcome = load_upload(upload=upload, digest=request.POST["digest"])
    except NotLoadedError as refused:
        if refused.again:
            return show(request, upload, str(refused), status=409)
        messages.warning(request, str(refused))
        return redirect(list_of(upload))
    said = f"{outcome.added} added, {outcome.changed} changed, {outcome.unchanged} unchanged."
    LogEntry.objects.log_actions(request.user.pk, [upload], CHANGE, f"Imported: {said}", single_object=True)
    messages.success(request, f"Imported “{upload.name}”: {said}")
    return redirect(list_of(upload))


def export_workbook(request, plan):
    """A whole plan as one Excel workbook, a sheet per table; it loads again unchanged."""
    if not reads_all(request.user):
        raise PermissionDenied
    if not Plan.objects.filter(slug=plan).exists():
        raise Http404(f"There is no plan called “{plan}”.")
    try:
        content = plan_workbook(slug=plan)
    except TableError as error:
        messages.error(request, str(error))
        return redirect("load")
    note(Event.NAMES_EXPORTED, user_id=request.user.pk, plan=plan)
    headers = {"Content-Disposition": f'attachment; filename="{plan}.xlsx"'}
    return HttpResponse(content, content_type=XLSX.CONTENT_TYPE, headers=headers)


def ask_for_file(request, form, upload=None, problems=(), status=200):
    """The page that asks for a file, with what was wrong with the last one."""
    context = admin.site.each_context(request) | {
        "title": "Load a plan",
        "form": form,
        "problems": problems,
        "address": page_of(upload),
        "plans": [] if upload and upload.table else Plan.objects.order_by("title"),
    }
    return render(request, "admin/loading/upload.html", context, status=status)


def find_upload(request, token):
    """The upload of this address, if it is this person's and of today; else None."""
    return Upload.objects.of(request.user).filter(token=token).first()


def may_load(request, upload):
    """Whether this person may still write what the upload is for."""
    if not upload.table:
        return changes_all(request.user)
    return admin.site.get_model_admin(apps.get_model(upload.table)).has_import_permission(request)


def page_of(upload):
    """The address of the page on which another file is chosen in the place of this one."""
    if upload and upload.table:
        return reverse(f"admin:{upload.table.replace('.', '_')}_import")
    return reverse("load")


def list_of(upload):
    """The address of the list in which the rows of an upload are found."""
    return reverse(f"admin:{(upload.table or 'actions.plan').replace('.', '_')}_changelist")
