"""Dates in the files of a project: years, months and days as ISO text."""

from __future__ import annotations

import re
from datetime import date

from dslint.regexes import regex

_ISO = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day that there is.

    >>> [is_date(text) for text in ("2019", "2019-02", "2019-13", "2019-02-29")]
    [True, True, False, False]
    """
    if not (found := _ISO.match(text)):
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True
