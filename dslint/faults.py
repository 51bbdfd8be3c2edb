"""What to say of an error that dslint did not expect."""

from __future__ import annotations


def fault(error: BaseException) -> str:
    """One line: what it was, where in dslint it came up, and what to do."""
    message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    where, at = "", error.__traceback__
    while at is not None:
        where = f"{at.tb_frame.f_globals.get('__name__', '')}:{at.tb_lineno}"
        at = at.tb_next
    return f"this is a fault of dslint; please report it with this line: {message} ({where})"
