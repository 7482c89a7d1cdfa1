"""Search over everything a reader may see: what was typed, what it finds, and what helps where it finds nothing."""
