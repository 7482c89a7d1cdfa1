"""Plans, strategies and actions as JSON."""

from actions.api.viewsets import ActionViewSet, PlanViewSet, StrategyViewSet

__all__ = ["ActionViewSet", "PlanViewSet", "StrategyViewSet"]
