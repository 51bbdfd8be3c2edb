"""Named tuples behave as those of the standard library, whose classes take longer to make."""

from __future__ import annotations

import pickle
import re
import typing
from pathlib import Path
from typing import Any

import pytest

import dslint
from dslint.tuples import NamedTuple


class Ours(NamedTuple):
    """Where something is."""

    line: int
    text: str | None = None
    more: tuple[int, ...] = ()

    @property
    def next_line(self) -> int:
        return self.line + 1


class Theirs(typing.NamedTuple):
    """Where something is."""

    line: int
    text: str | None = None
    more: tuple[int, ...] = ()

    @property
    def next_line(self) -> int:
        return self.line + 1


def told(kind: Any) -> list[Any]:
    """All that can be asked of a named tuple and its class."""
    one = kind(3, more=(1, 2))
    changed = one._replace(text="x")
    return [
        tuple(one),
        tuple(changed),
        repr(changed).removeprefix(kind.__name__),
        one._asdict(),
        tuple(kind._make([1, "a", ()])),
        pickle.loads(pickle.dumps(one)) == one,
        hash(one) == hash(tuple(one)),
        one.next_line,
        (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__, kind.__slots__),
        typing.get_type_hints(kind),
        type(kind),
        hasattr(one, "__dict__"),
    ]


def test_a_named_tuple_is_as_that_of_the_standard_library() -> None:
    assert told(Ours) == told(Theirs)


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_does_not_fit_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"__new__\(\) missing 1 required positional argument: 'line'"):
        kind()
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        kind(1, other=2)
    with pytest.raises(TypeError, match="xpected 3"):
        kind._make([1])
    # The standard one raises a TypeError since Python 3.13.
    with pytest.raises((TypeError, ValueError), match="other"):
        kind(1)._replace(other=2)
    with pytest.raises(AttributeError):
        kind(1).line = 2


def test_every_module_uses_the_quick_one() -> None:
    """It reads the annotations of a class that is being made, which are there only as texts."""
    package = Path(dslint.__file__).parent
    modules = {path: path.read_text("utf-8") for path in package.rglob("*.py") if path.name != "tuples.py"}
    slow = re.compile(r"^from typing import .*\bNamedTuple\b|typing\.NamedTuple\(", re.MULTILINE)
    assert [path for path, text in modules.items() if slow.search(text)] == []
    users = [path for path, text in modules.items() if "import NamedTuple" in text]
    assert users and all("from __future__ import annotations" in modules[path] for path in users)
