"""What changed in a plan between two moments, as its reader may know of it."""
