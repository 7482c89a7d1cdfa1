"""How people come in: their groups, invitations, and sign-in."""
