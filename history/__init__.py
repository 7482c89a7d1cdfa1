"""Who changed what, when, from where and why: written by the database itself, whoever writes."""
