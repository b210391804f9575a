"""Measuring answers: cases, scores, runs, reports."""
