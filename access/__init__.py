"""Who may do what: the roles of signed-in people, and what each role grants."""
