"""The write side: the only code that changes ``catalog/``. Decides purely, acts at the edge."""
