"""The query string of an endpoint: every parameter is known and has a value that means something, or it is a 400."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from tables.parameters import FIELDS, FORMAT, given, refused


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
            filters, known, wrong = {}, (*view.known_of_one, FIELDS), {}
        else:
            filterset = self.get_filterset(request, queryset, view)
            paging = (view.paginator.page_query_param, view.paginator.page_size_query_param)
            filters, known = filterset.filters, (FIELDS, FORMAT, *paging)
            wrong = {name: list(messages) for name, messages in filterset.form.errors.items()}
        if errors := wrong | view.refusals() | refused(request.query_params, filters=filters, also_known=known):
            raise ValidationError(errors)
        return queryset if view.detail else filterset.qs
