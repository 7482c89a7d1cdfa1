"""What a plan lacks: its biggest gaps in a few sentences, and every gap as a list of its own."""

from violence_plan.gaps.biggest import gaps

__all__ = ["gaps"]
