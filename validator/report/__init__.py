"""Reports: one output format a file. What a contributor wrote is never printed raw."""
