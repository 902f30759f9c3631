"""The floor of the house: what a record is, how the catalog is read, and the ``pwc`` command."""

__version__ = "0.1.0"
