"""Answering: scope, draft, verification, and the ways to ask."""
