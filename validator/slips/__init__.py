"""The slips of people who write YAML by hand: what they look like, and what was certainly meant."""
