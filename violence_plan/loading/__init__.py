"""How officers load a file: a whole plan, some tables, or the plan's own printed table; first shown, then written."""
