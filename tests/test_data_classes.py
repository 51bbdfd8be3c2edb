"""Data classes behave as those of the standard library, whose module takes long to import."""

from __future__ import annotations

import dataclasses
import pickle
import sys
from typing import Any

import pytest
from conftest import ROOT, UNMEASURED, execute

from dslint.data_classes import dataclass, field, fields, is_dataclass, replace


@dataclass
class Ours:
    """A page."""

    path: str
    line: int = 1
    found: list[str] = field(default_factory=list)
    hidden: int = field(default=3, repr=False, compare=False)
    made: dict[str, int] = field(default_factory=dict, init=False)
    words: str = field(kw_only=True)

    @property
    def next_line(self) -> int:
        return self.line + 1


@dataclasses.dataclass
class Theirs:
    """A page."""

    path: str
    line: int = 1
    found: list[str] = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=3, repr=False, compare=False)
    made: dict[str, int] = dataclasses.field(default_factory=dict, init=False)
    words: str = dataclasses.field(kw_only=True)

    @property
    def next_line(self) -> int:
        return self.line + 1


def told(kind: Any, fields: Any, replace: Any) -> list[Any]:
    """All that can be asked of a data class."""
    one, other = kind("a", words="w"), kind("a", 1, ["x"], hidden=5, words="w")
    one.made["k"] = 1
    changed = replace(other, line=7)
    return [
        vars(one),
        vars(other),
        vars(changed),
        changed.found is other.found,
        kind("a", words="w").found is not kind("a", words="w").found,
        repr(one).removeprefix(kind.__name__),
        [one == other, other == kind("a", 1, ["x"], hidden=6, words="w"), one == 1, changed != other],
        [each.name for each in fields(one)],
        pickle.loads(pickle.dumps(other)) == other,
        (kind.__doc__, kind.__match_args__, kind.__hash__, kind.line, kind.hidden, hasattr(kind, "found")),
        one.next_line,
    ]


def test_a_data_class_is_as_that_of_the_standard_library() -> None:
    assert told(Ours, fields, replace) == told(Theirs, dataclasses.fields, dataclasses.replace)
    assert is_dataclass(Ours) and is_dataclass(Ours("a", words="")) and not is_dataclass("a")


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_does_not_fit_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required positional argument: 'path'"):
        kind(words="")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'words'"):
        kind("a")
    with pytest.raises(TypeError, match="unexpected keyword argument 'made'"):
        kind("a", made={}, words="")


@dataclass(slots=True, repr=False)
class Small:
    number: int
    cut: int = 0

    def __post_init__(self) -> None:
        self.number += 1


def test_slots_and_what_is_done_at_the_end() -> None:
    small = Small(1)
    assert (small.number, small.cut, replace(small, cut=2).cut) == (2, 0, 2)
    assert not hasattr(small, "__dict__") and repr(small).startswith("<")
    assert small == Small(1) and small != Small(2)


def test_a_check_imports_no_tools_for_reading_python() -> None:
    slow = (
        "ast",
        "dataclasses",
        "dis",
        "inspect",
        "tokenize",
        "_hashlib",
        "pathlib",
        "shutil",
        "tempfile",
        "threading",
    )
    program = f"import sys, dslint.cli.check; print([name for name in {slow} if name in sys.modules])"
    done = execute(sys.executable, "-c", program, cwd=ROOT, **UNMEASURED)
    assert done.stdout == "[]\n"
