"""The dumps of the Papers With Code archive, in and out."""
