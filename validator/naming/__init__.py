"""Which names a submission uses, and when two names are one."""
