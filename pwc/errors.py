"""The ways in which a command gives up, told apart by their exit codes."""


class UsageError(Exception):
    """The command cannot do what it was asked; the text says why and what to do. Exit code 2."""


class CouldNotCheckError(Exception):
    """Something of ours, not the contributor's, was in the way. Exit code 3."""


class BrokenFileError(CouldNotCheckError):
    """A catalog file that cannot be read. Its text names the file and what is wrong."""


class GitError(CouldNotCheckError):
    """git could not do what was asked; the text is its own."""


class MalformedTreeError(GitError):
    """A tree that no git made and nobody could check out: the pull request's fault, if it brought it."""


class TooMuchDiffersError(GitError):
    """Two commits differ in more paths than are read: the pull request's fault, if it is one."""
