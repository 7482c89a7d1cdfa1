"""The API's lists: all that can be pulled row by row. A list of a plan comes after those that its rows name."""

from actions.api import ActionViewSet, PlanViewSet, StrategyViewSet
from partners.api import PartnerViewSet
from principles.api import PrincipleViewSet

# Each list, by its name in the address: what reads it, and what names one row of it.
LISTS = {
    "plans": (PlanViewSet, "<slug:slug>"),
    "strategies": (StrategyViewSet, "<uuid:uid>"),
    "actions": (ActionViewSet, "<uuid:uid>"),
    "partners": (PartnerViewSet, "<slug:code>"),
    "principles": (PrincipleViewSet, "<slug:framework>/<slug:code>"),
}
