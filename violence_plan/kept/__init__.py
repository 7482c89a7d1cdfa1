"""Answers to strangers, kept and given again for as long as nothing that they are made of has changed."""
