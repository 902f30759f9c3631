"""What stands in a text that readers will see: its form, its letters, what has no business there."""
