"""Prompt templates: Markdown files, loaded and validated by name."""
