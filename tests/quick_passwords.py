"""Passwords hashed as the portal hashes them, but in one round: those of tests keep nobody out."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OneRound(PBKDF2PasswordHasher):
    """Django's own way to hash, in one round instead of a million."""

    iterations = 1
