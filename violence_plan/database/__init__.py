"""PostgreSQL as the portal asks it: time limits by kind of connection, and what its troubles are called."""
