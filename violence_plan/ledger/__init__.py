"""The ledger of what the API's readers could pull, so that who keeps a copy learns what is new, changed or gone."""
