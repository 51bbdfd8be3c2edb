"""Patterns of dslint itself pass the check that other people's patterns pass."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SEEDS

import dslint
from dslint.patterns import complaint
from dslint.regexes import Regex

_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE


def _constants() -> dict[str, tuple[str, int]]:
    """The sources and the flags of the patterns that modules hold, by their names."""
    found = {}
    for module in pkgutil.walk_packages(dslint.__path__, "dslint."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, (re.Pattern, Regex)):
                source: str | bytes = value.pattern
                text = source if isinstance(source, str) else source.decode("latin-1")
                found[f"{module.name}.{name}"] = (text, value.flags)
    return found


CONSTANTS = _constants()


def test_there_are_patterns() -> None:
    assert len(CONSTANTS) > 100


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_cannot_run_away(name: str) -> None:
    source, flags = CONSTANTS[name]
    assert complaint(source, flags & _FLAGS) is None


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_does_not_grow_with_the_cube_of_a_text(name: str) -> None:
    """A thousand letters take some milliseconds where each is looked at from each, and seconds otherwise."""
    source, flags = CONSTANTS[name]
    pattern = re.compile(source, flags & _FLAGS)
    began = time.process_time()
    for letters in (" ", "a", "a ", ".", "- ", "1", "(", "\t"):
        pattern.search(letters * (1000 // len(letters)))
    assert time.process_time() - began < 1


# Notes what dslint compiles while it works, also of vocabularies and of what is written in a call.
_WATCHED = """
import json, re, sys
compile_pattern = re._compile
found = {}
def watched(pattern, flags):
    frame = sys._getframe(2)
    name = frame.f_globals.get("__name__", "")
    if name.startswith("dslint") and isinstance(pattern, str):
        found.setdefault(pattern, [int(flags), f"{name}:{frame.f_lineno}"])
    return compile_pattern(pattern, flags)
re._compile = watched
from dslint.cli import main
sys.argv = ["dslint", *sys.argv[2:]]
try:
    main()
except SystemExit:
    pass
with open(__import__("os").environ["FOUND"], "w") as file:
    json.dump(found, file)
"""


@pytest.mark.parametrize(
    "words", [("check", "--profile", "strict", "--jobs", "1"), ("parse",), ("convert", "--to", "yaml")]
)
def test_what_a_run_compiles_cannot_run_away(tmp_path: Path, words: tuple[str, ...]) -> None:
    seeds = sorted(map(str, SEEDS.iterdir()))[: 1 if words[0] == "convert" else None]
    # Without a place for kept data, what would be kept is compiled as well.
    environment = {**os.environ, "FOUND": str(tmp_path / "found.json"), "DSLINT_CACHE_DIR": "nowhere"}
    command = [sys.executable, "-c", _WATCHED, "-", *words, *seeds]
    subprocess.run(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, check=False)
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert len(found) > 20
    wrong = {
        where: said
        for source, (flags, where) in found.items()
        if (said := complaint(source, flags & _FLAGS)) is not None
    }
    assert wrong == {}
