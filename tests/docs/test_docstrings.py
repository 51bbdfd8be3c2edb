"""What docstrings promise is there."""

import ast
import builtins
import re
from pathlib import Path

import dslint

PACKAGE = Path(dslint.__file__).parent
RAISED = re.compile(r"\b[Rr]aises? ((?:[A-Z]\w+)(?:(?:, | and | or )[A-Z]\w+)*)")
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def _promised(tree: ast.Module) -> set[str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = (ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, documented))
    return {
        name for text in texts for found in RAISED.findall(text) for name in re.split(r", | and | or ", found)
    }


def _classes(tree: ast.Module) -> set[str]:
    """The classes of a module, and what it imports."""
    made = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return made | {alias.asname or alias.name for node in imports for alias in node.names}


def test_each_error_that_a_docstring_names_is_a_class() -> None:
    known = set(dir(builtins)).union(*map(_classes, TREES.values()))
    promised = {
        (str(path.relative_to(PACKAGE)), name) for path, tree in TREES.items() for name in _promised(tree)
    }
    assert len(promised) > 20
    assert not sorted(each for each in promised if each[1] not in known)
