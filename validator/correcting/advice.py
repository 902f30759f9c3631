"""How to correct what the catalog has, said in the advice of many rules."""

HOW_TO_CORRECT = "correct it: an entry under `corrections:` with what it was, and the reason"
"""Goes on after "if the catalog is wrong, "."""
