"""Pages about the whole plan, and the portal's own state."""
