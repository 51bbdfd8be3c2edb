"""dslint: a compliance linter for data sharing agreements.

`check` and `parse` answer at once; a `Session` keeps rules and vocabularies for many inputs. What is named
here is loaded when it is first asked for.
"""

from __future__ import annotations

from dslint.version import __version__ as __version__

TYPE_CHECKING = False  # type checkers know the name; to import it would take longer than all of --version
if TYPE_CHECKING:
    from typing import Any

    from dslint.engine.engine import Engine as Engine
    from dslint.engine.executor import ExecutorError as ExecutorError
    from dslint.engine.finding import Finding as Finding
    from dslint.engine.report import Report as Report
    from dslint.engine.report import RunError as RunError
    from dslint.model import Document as Document
    from dslint.session import Session as Session
    from dslint.session import check as check
    from dslint.session import parse as parse

_HOME = {
    "Document": "dslint.model",
    "Engine": "dslint.engine.engine",
    "ExecutorError": "dslint.engine.executor",
    "Finding": "dslint.engine.finding",
    "Report": "dslint.engine.report",
    "RunError": "dslint.engine.report",
    "Session": "dslint.session",
    "check": "dslint.session",
    "parse": "dslint.session",
}
__all__ = [
    "Document",
    "Engine",
    "ExecutorError",
    "Finding",
    "Report",
    "RunError",
    "Session",
    "__version__",
    "check",
    "parse",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dslint' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
