"""The paths of the site's files, by what they are about: those of the last build, and what is other now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping


class Paths:
    """Begins with what there was about anything but what is touched, which is put here anew."""

    def __init__(self, last: MutableMapping[str, list[str]], touched: Iterable[str]) -> None:
        """``last`` is brought up to date."""
        self.about = last
        """By what they are about (see ``website.view``)."""
        self._before: dict[str, str] = {}
        self._now: dict[str, str] = {}
        for key in touched:
            self._before.update(dict.fromkeys(self.about.pop(key, ()), key))

    def add(self, key: str, path: str) -> None:
        """There is a file about something that is touched."""
        self.about[key] = [*self.about.get(key, ()), path]
        self._now[path] = key

    def put(self, key: str, paths: Collection[str]) -> None:
        """These are all files about something, whatever there was."""
        self._before.update(dict.fromkeys(self.about.get(key, ()), key))
        self._now.update(dict.fromkeys(paths, key))
        self.about[key] = sorted(paths)

    @property
    def new(self) -> set[str]:
        """The paths that there were not."""
        return self._now.keys() - self._before.keys()

    @property
    def gone(self) -> set[str]:
        """The paths that are no more."""
        return self._before.keys() - self._now.keys()

    # For the sitemaps, in which no page stands that only leads on.

    def listed(self) -> list[str]:
        """The pages for search engines."""
        return [path for key, paths in self.about.items() for path in paths if _is_listed(path, key)]

    @property
    def newly_listed(self) -> set[str]:
        """Those of them that there were not."""
        return _listed(self._now) - _listed(self._before)

    @property
    def no_longer_listed(self) -> set[str]:
        """Those that there were, and that are no more or only lead on."""
        return _listed(self._before) - _listed(self._now)


def _listed(paths: Mapping[str, str]) -> set[str]:
    return {path for path, key in paths.items() if _is_listed(path, key)}


def _is_listed(path: str, key: str) -> bool:
    return path.endswith("index.html") and not key.startswith("former:")
