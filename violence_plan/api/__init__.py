"""The REST API: what its endpoints have in common, and those about the whole plan."""
