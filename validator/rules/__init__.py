"""The rules, a family a file. A rule names a place in the document; the run finds its line."""
