"""What to advise while corrections cannot be merged: here alone, so that one line changes when they can."""

HOW_TO_CORRECT = (
    "open an issue with the correction and its reason (this version does not merge `corrections:` yet)"
)
"""Goes on after "if the catalog is wrong, "; PWC801 refuses what a file says under ``corrections:``."""
