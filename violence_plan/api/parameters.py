"""The query string of an endpoint: every parameter is known and has a value that means something, or it is a 400.

An endpoint's class says what it `asks`: names, or a class method that gives them for what the router says of it.
"""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from tables.parameters import given, refused


def known_by(view):
    """Names of the parameters that an endpoint, as its address leads to it, may be asked; None where nothing is."""
    asks = getattr(getattr(view, "cls", None), "asks", None)
    return asks(**view.initkwargs) if callable(asks) else asks


def refuse_unknown(request, known=()):
    """Raise ValidationError where the query string has a parameter that is not in `known`, or has one of them twice."""
    if errors := refused(request.query_params, filters={}, also_known=known):
        raise ValidationError(errors)


class KnownParameters(DjangoFilterBackend):
    """Filters a list by its view's `filterset_class`. Raises ValidationError, with messages by parameter name."""

    def get_filterset_kwargs(self, request, queryset, view):
        return super().get_filterset_kwargs(request, queryset, view) | {"data": given(request.query_params)}

    def filter_queryset(self, request, queryset, view):
        filters, wrong = {}, {}
        if not view.detail:
            filterset = self.get_filterset(request, queryset, view)
            filters = filterset.filters
            wrong = {name: list(messages) for name, messages in filterset.form.errors.items()}
        others = [name for name in view.asks(detail=view.detail) if name not in filters]
        if errors := wrong | view.refusals() | refused(request.query_params, filters=filters, also_known=others):
            raise ValidationError(errors)
        return queryset if view.detail else filterset.qs
