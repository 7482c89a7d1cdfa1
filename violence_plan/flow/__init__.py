"""The alignment matrix as a picture: bands from its rows to the principles that their actions serve."""

from violence_plan.flow.drawing import flow

__all__ = ["flow"]
