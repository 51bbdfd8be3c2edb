"""YAML with the place of every key and value, for files that other people write.

Only plain data is read: no tags that build objects, no aliases that multiply, no keys given twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml

from dslint.data_classes import dataclass, field
from dslint.datafiles.nearest import shown
from dslint.datafiles.problem import Problem as Problem
from dslint.regexes import regex

MOST_NODES = 50_000
DEEPEST = 100
MOST_CHARACTERS = 20_000_000
LONGEST_NUMBER = 9  # digits
_TOO_DEEP = "is nested too deeply or contains too much"
Path = tuple[str | int, ...]
Placing = Callable[[Any], tuple[int, int]]  # of a mark, or of None
LINE_ENDS = regex(r"\r\n|\n|\r")
_OTHER_LINE_ENDS = regex("[\x85\u2028\u2029]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FileErrors(ValueError):
    """A file that cannot be used, with every problem found in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Marked:
    """Parsed data; `marks` gives line and column of the value at each path, `keys` of its key."""

    data: Any
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path, of_key: bool = False) -> tuple[int, int]:
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def rename(self, path: Path, key: str) -> None:
        """Follow a key of the data that was renamed, with all that is below it."""
        for places in (self.marks, self.keys):
            for old in [each for each in places if each[: len(path)] == path]:
                places[(*path[:-1], key, *old[len(path) :])] = places.pop(old)


def read(path: str, text: str, as_text: bool = False) -> Marked:
    """Parse a YAML document. Raises FileErrors, with every place that is not plain data.

    With `as_text` every value stays the text that is written there, so that `No` is no false and `1.10`
    no number.
    """
    place = placing(text)
    node = _composed(path, text, place)
    marked = Marked(None)
    if node is None:
        return marked
    reader = _YamlReader(path, marked, as_text, place)
    marked.data = reader.value(node, (), 0)
    if reader.problems:
        raise FileErrors(reader.problems)
    return marked


def placing(text: str) -> Placing:
    """Tells line and column of a mark as editors count them. YAML ends a line at three more characters."""
    if text.isascii() or not _OTHER_LINE_ENDS.search(text):
        return lambda mark: (mark.line + 1, mark.column + 1) if mark else (1, 1)
    starts = [0, *(found.end() for found in LINE_ENDS.finditer(text))]

    def place(mark: Any) -> tuple[int, int]:
        line = bisect_right(starts, mark.index) if mark else 1
        return line, (mark.index if mark else 0) - starts[line - 1] + 1

    return place


def _composed(path: str, text: str, place: Placing) -> Any:
    try:
        # The composer calls itself for each level, so depth is bounded before it is called.
        too_much = _too_much(text)
        node = None if too_much else yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        line, column = place(error.problem_mark or error.context_mark)
        reason = error.problem or error.context or ""
        # The parser reads ahead, and some versions of it have a bound of their own.
        message = _TOO_DEEP if "nesting depth" in reason else f"is not YAML: {reason}"
        raise FileErrors([Problem(path, line, column, message)]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise FileErrors([Problem(path, 1, 1, f"is not YAML: {' '.join(str(error).split())}")]) from None
    if too_much:
        raise FileErrors([Problem(path, *place(too_much.start_mark), _TOO_DEEP)])
    return node


def _too_much(text: str) -> Any:
    """The event at which a text becomes too deep or too long, or None."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, _LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_NODES:
            return event
    return None


class _YamlReader:
    def __init__(self, path: str, marked: Marked, as_text: bool, place: Placing) -> None:
        self.path = path
        self.place = place
        self.as_text = as_text
        self.marked = marked
        self.problems: list[Problem] = []
        self.nodes = 0
        self.characters = 0
        self._scalars: Any = yaml.SafeLoader("")

    def problem(self, node: Any, message: str) -> None:
        self.problems.append(Problem(self.path, *self.place(node.start_mark), message))

    def value(self, node: Any, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            self.problem(node, "contains too much: aliases that multiply, or nesting without end")
            raise FileErrors(self.problems)
        self.marked.marks[path] = self.place(node.start_mark)
        if not node.tag.startswith("tag:yaml.org,2002:") or "/" in node.tag:
            self.problem(node, f"the tag {node.tag} is not plain data; remove it")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, n), depth + 1) for n, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, child in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.problem(key_node, "a key must be a word")
            elif key in found:
                self.problem(key_node, f"the key {shown(key)} is given twice")
            else:
                self.marked.keys[(*path, key)] = self.place(key_node.start_mark)
                found[key] = self.value(child, (*path, key), depth + 1)
        return found

    def _scalar(self, node: Any) -> Any:
        kind = node.tag.rsplit(":", 1)[-1]
        if kind == "int" and len(node.value) > LONGEST_NUMBER and not self.as_text:
            self.problem(node, "is too large a number")
            return None
        self.characters += len(node.value)
        if self.characters > MOST_CHARACTERS:
            self.problem(node, "contains too much text, or aliases that multiply it")
            raise FileErrors(self.problems)
        if self.as_text and kind == "null":
            return ""  # however nothing is written
        if self.as_text or kind in {"timestamp", "str", "binary"}:
            return node.value
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, TypeError) as error:
            self.problem(node, f"is not a value: {' '.join(str(error).split())}")
            return None
