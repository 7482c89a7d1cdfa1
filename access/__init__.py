"""Who may do what: the roles of signed-in people, what each role grants, and programs that show a partner's key."""
