"""Corrections, resolved against what the catalog has."""
