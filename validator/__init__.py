"""The read side: files in, findings out. Pure: no network, no other program, no token."""
