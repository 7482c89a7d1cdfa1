"""A list of the admin holds only what its reader may see: rows, what they may be narrowed by, what may be chosen."""

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.utils import get_fields_from_path

from access.roles import reads_all


class SeenRelated(RelatedFieldListFilter):
    """Rows to narrow a list by: those that the reader may see, where there is a rule for them."""

    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        rows = field.related_model._default_manager.all()
        if reads_all(request.user) or not hasattr(rows, "visible_to"):
            return choices
        seen = set(rows.visible_to(request.user).values_list("pk", flat=True))
        return [choice for choice in choices if choice[0] in seen]


class OnlySeen:
    """A mixin for admins of a table: its resource says which rows a reader sees, the same as in an export."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if reads_all(request.user):
            return rows
        seen = self.resource_classes[0]().visible_to(self.model._default_manager.all(), request.user)
        return rows.filter(pk__in=seen.prefetch_related(None).order_by().values("pk"))

    def get_list_filter(self, request):
        """The filters, those by related rows as SeenRelated."""

        def seen(name):
            related = isinstance(name, str) and get_fields_from_path(self.model, name)[-1].remote_field
            return (name, SeenRelated) if related else name

        return [seen(name) for name in super().get_list_filter(request)]
