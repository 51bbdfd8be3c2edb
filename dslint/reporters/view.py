"""How a report is wanted: what every reporter may need besides the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dslint.tuples import NamedTuple

Paint = Callable[[str, str], str]  # text, style -> text
Link = Callable[[str, str], str]  # text, address -> text
SORTS = ("severity", "rule", "path", "agreement")
GROUPS = ("rule", "agreement", "organisation", "path")


def plain(text: str, style: str) -> str:
    return text


def no_link(text: str, address: str) -> str:
    return text


class View(NamedTuple):
    """`folder` is what the paths of the report are relative to, `root` the repository around; both absolute.

    `paint` gets a text and its style: path, heading, error, warning, info, dim, mark or bold. `paths` is what
    the run was asked to check. `layout` is chosen by how much there is unless one is named.
    Which of the rest a format knows is said in `dslint.reporters.formats`.
    """

    width: int = 80  # columns
    paint: Paint = plain
    root: str = "/"
    folder: str = "/"
    as_of: str = "1970-01-01"
    fail_on: str = "warning"
    sort: str | None = None
    group_by: str | None = None
    limit: int | None = None  # findings, or rows of statistics
    statistics: bool = False
    quiet: int = 0  # 1: no summary, 2: nothing at all
    verbose: bool = False
    layout: str | None = None
    show: str | None = None  # the least severity that is listed; what is below is counted
    link: Link = no_link
    paths: tuple[str, ...] = ()
    digests: Mapping[str, str] = MappingProxyType({})  # SHA-256 of each input that is a file, by its path


DEFAULT_VIEW = View()
