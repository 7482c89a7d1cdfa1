"""The query string of an endpoint: every parameter is known and has a value that means something, or it is a 400."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from actions.parameters import given, refused


def refuse_unknown(request, known=()):
    """Raise ValidationError where the query string has a parameter that is not in `known`, or has one of them twice."""
    if errors := refused(request.query_params, filters={}, also_known=known):
        raise ValidationError(errors)


class KnownParameters(DjangoFilterBackend):
    """Filters a list by its view's `filterset_class`. Raises ValidationError, with messages by parameter name."""

    def get_filterset_kwargs(self, request, queryset, view):
        return super().get_filterset_kwargs(request, queryset, view) | {"data": given(request.query_params)}

    def filter_queryset(self, request, queryset, view):
        if view.detail:
            refuse_unknown(request, getattr(view, "known_of_one", ()))
            return queryset
        paging = (view.paginator.page_query_param, view.paginator.page_size_query_param)
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            refuse_unknown(request, paging)
            return queryset
        wrong = {name: list(messages) for name, messages in filterset.form.errors.items()}
        if errors := wrong | refused(request.query_params, filters=filterset.filters, also_known=paging):
            raise ValidationError(errors)
        return filterset.qs
