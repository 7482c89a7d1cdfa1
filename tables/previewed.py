"""Pages of the admin that change several rows at once: what is asked, what would change, then the change itself."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from history.rehearsing import rehearsed

CHANGED_SINCE = "Somebody else changed this since you read it. Look at what it is now, and ask again."


class PreviewedForm(forms.Form):
    """What is to become of `row`, and why. A subclass says how it is written, and what of the data it touches.

    `seen` is the moment of the row's last change as the officer read it; what was changed since is not overwritten.
    """

    why = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history of everything that changes.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, row):
        self.row = row
        super().__init__(data, initial={"seen": row.updated_at.isoformat(), **self.as_it_is(row)})
        self.order_fields([name for name in self.fields if name != "why"])

    def as_it_is(self, row):
        """The fields as they stand, by name."""
        return {}

    def clean(self):
        if self.cleaned_data.get("seen") != self.row.updated_at.isoformat():
            raise ValidationError(CHANGED_SINCE)
        return self.cleaned_data

    def facts(self):
        """What `write` may touch, as it stands: texts by the name of the row. Only what differs is shown."""

    def write(self):
        """Do it; ValidationError says why it cannot be. Returns the row whose page comes next."""

    def facts_when_written(self):
        """The facts once it is written."""
        self.write()
        return self.facts()

    def would_change(self):
        """What `write` would change: triples of a row's name and its facts before and after; None where there is none.

        It is rehearsed, so that what is shown is what will be.
        """
        before = self.facts()
        after = rehearsed(self.facts_when_written)
        names = [*before, *(name for name in after if name not in before)]
        pairs = ((name, before.get(name), after.get(name)) for name in names)
        return [(name, old, new) for name, old, new in pairs if old != new]


def previewed(admin, request, form, *, title, note=""):
    """The page of a PreviewedForm for a row of `admin`: its fields, then what would change, then back to the row."""
    changes = None
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            if "confirmed" in request.POST:
                return _done(admin, request, form, title)
            changes = form.would_change()
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error(None, "Something else stands in the way. Look at the rows as they are now, and ask again.")
    context = admin.admin_site.each_context(request) | {
        "title": title,
        "opts": admin.model._meta,
        "row": form.row,
        "form": form,
        "changes": changes,
        "note": note,
    }
    return TemplateResponse(request, "admin/previewed.html", context, status=422 if form.errors else 200)


def _done(admin, request, form, title):
    with transaction.atomic():
        row = form.write()
        admin.log_change(request, row, f"{title}: {form.cleaned_data['why']}")
    messages.success(request, f"{title}: done.")
    return redirect(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", row.pk)


class PreviewedPages:
    """A mixin for admins: pages of a row that preview what they change, led to from the row's own page.

    `previewed_pages` are triples of a name in addresses, a title, and a PreviewedForm.
    """

    previewed_pages = ()

    def has_previewed_permission(self, request, row):
        """Who may change the row may open these pages."""
        return self.has_change_permission(request, row)

    def get_urls(self):
        names = self.model._meta.app_label, self.model._meta.model_name
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(self.previewed_view, title=title, form_class=form)),
                name="{}_{}_{}".format(*names, name.replace("-", "_")),
            )
            for name, title, form in self.previewed_pages
        ]
        return own + super().get_urls()

    def previewed_view(self, request, pk, *, title, form_class):
        """One of the pages. Raises Http404 where there is no row, PermissionDenied where it is not to be changed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_previewed_permission(request, row):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None, row=row)
        return previewed(self, request, form, title=title)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_previewed_permission(request, obj):
            context["row_pages"] = [(f"../{name}/", title) for name, title, form in self.previewed_pages]
        return super().render_change_form(request, context, add, change, form_url, obj)
