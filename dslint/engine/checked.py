"""One input: read, understood and checked by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dslint.assembler import ShardedInput, assemble_source, shard_input
from dslint.data_classes import dataclass
from dslint.engine.evaluate import DocumentResult, check_document
from dslint.engine.isolated import Ended, can_fork, give_memory_back, in_own_process
from dslint.engine.kept_pages import KeptPages, known_by_pages
from dslint.engine.kept_results import Found, Slot, slot_of
from dslint.engine.load import RuleSet
from dslint.engine.pages import KeptPage, PageFound, Pages, check_some, framed, joined, shown_lines
from dslint.engine.report import RunError
from dslint.faults import fault
from dslint.model import Document
from dslint.sources import Draft, Input, Source, Unreadable, read_input
from dslint.sources.recognise import needs_own_process
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

Made = TypeVar("Made")
_LARGE = 20_000  # lines of an input; reading a smaller one takes little memory


@dataclass
class Checked:
    """One input's share of a run: its result and the lines that findings show, or an error."""

    result: DocumentResult | None
    lines: dict[str, dict[int, str]]
    error: RunError | None
    is_kept: bool = False  # no result, but what is kept of its pages; where that is gone, nothing
    has_texts_once: bool = False  # equal texts of it are one object each


_KEPT = Checked(None, {}, None, is_kept=True)


# Shares pages out to several processes, each of which checks some; None where this one is to check all.
Share = Callable[[ShardedInput, list[int], Callable[[Sequence[int]], Pages]], "Pages | None"]


def check_input(given: Input, loaded: RuleSet, as_of: str, share: Share | None = None) -> Checked:
    """Check one input by itself. Raises nothing that an input can cause.

    `share` may check an input by several processes; None from it leaves the input to this one.
    """

    def check(given: Input, slot: Slot | None) -> Checked:
        return _checked(given, loaded, as_of, share, slot)

    return known_or_checked(given, loaded, as_of, check)


def known_or_checked(
    given: Input, loaded: RuleSet, as_of: str, check: Callable[[Input, Slot | None], Checked]
) -> Checked:
    """What an earlier run kept of an input, or what checking it gives, which is kept then."""
    slot = slot_of(given, loaded, as_of)
    if slot is None:
        return check(given, None)
    if known := _known(slot):
        return known
    checked = check(slot.given, slot)
    if checked.is_kept:
        if by_pages := known_by_pages(slot):
            return Checked(*by_pages, None, has_texts_once=True)
        checked = check(slot.given, None)
    if checked.result:
        slot.keep(Found(checked.result, checked.lines))
    return checked


def known_input(given: Input, loaded: RuleSet, as_of: str) -> Checked | None:
    """What an earlier run kept of an input, if anything."""
    slot = slot_of(given, loaded, as_of)
    return _known(slot) if slot else None


def _known(slot: Slot) -> Checked | None:
    if known := slot.load():
        return Checked(*known, None)
    by_pages = known_by_pages(slot)
    return Checked(*by_pages, None, has_texts_once=True) if by_pages else None


def _checked(given: Input, loaded: RuleSet, as_of: str, share: Share | None, slot: Slot | None) -> Checked:
    checked = _taken_in(given, lambda: _check(given, loaded, as_of, share, slot))
    return Checked(None, {}, checked) if isinstance(checked, RunError) else checked


class _InPages(NamedTuple):
    """What was found in an input, by its pages. `made` are those that cannot be told apart by numbers."""

    frame: DocumentResult
    found: dict[int, PageFound | KeptPage]
    made: Pages
    kept: KeptPages | None


def _check(given: Input, loaded: RuleSet, as_of: str, share: Share | None, slot: Slot | None) -> Checked:
    checked = _check_pages(given, loaded, as_of, share, slot)
    if isinstance(checked, Checked):
        return checked
    # What was read is given up by now. It takes as much memory as what was found.
    frame, found, made, kept = checked
    if kept and not made and kept.keep_whole(frame, found):
        return _KEPT
    known = kept.load(found) if kept else found
    whole = [page for page in (*known.values(), *made) if isinstance(page, PageFound)]
    if len(whole) < len(found) + len(made):
        return _KEPT
    return Checked(*joined(frame, whole), None)


def _check_pages(
    given: Input, loaded: RuleSet, as_of: str, share: Share | None, slot: Slot | None
) -> _InPages | Checked:
    sharded = shard_input(given.path, _source(given, loaded.vocabularies), loaded.vocabularies)
    plan = loaded.plan(given.path)
    kept = KeptPages.of(sharded, slot)
    if sum(sharded.sizes) >= _LARGE:
        give_memory_back()
    found: dict[int, PageFound | KeptPage] = {**kept.known()} if kept else {}
    numbers = [number for number in range(len(sharded.sizes)) if number not in found]

    def check(some: Sequence[int]) -> Pages:
        pages = check_some(sharded, some, plan, loaded.scanner, as_of)
        return kept.keep(some, pages) if kept and len(pages) == len(some) else [*pages]

    made = share(sharded, numbers, check) if share and numbers else None
    if made is None:
        if not kept:
            return check_read(sharded.document(), loaded, as_of)
        made = check(numbers) if numbers else []
    if len(made) == len(numbers):
        found.update(zip(numbers, made, strict=True))
        made = []
    pages = [*(found[number] for number in sorted(found)), *made]
    return _InPages(framed(sharded, pages, plan, loaded.scanner, as_of), found, made, kept)


def check_read(document: Document, loaded: RuleSet, as_of: str) -> Checked:
    """Check an input that has been read."""
    result = check_document(document, loaded.plan(document.path), loaded.scanner, as_of)
    return Checked(result, shown_lines(document, result), None)


def understand(given: Input, vocabularies: Vocabularies) -> Document | RunError:
    """Read an input by some vocabularies, and check nothing."""
    return _taken_in(given, lambda: assemble_source(given.path, _source(given, vocabularies), vocabularies))


def _source(given: Input, vocabularies: Vocabularies) -> Source:
    """What stands in an input; of a draft that is half written, what can be read of it."""
    source = read_input(given, vocabularies)
    if isinstance(source, Draft) and source.marked is None and not given.is_typed:
        from dslint.sources.draft import rest_of

        return rest_of(given.path, source)
    return source


def _taken_in(given: Input, make: Callable[[], Made]) -> Made | RunError:
    """What is made of an input, or why nothing is. Workbooks and documents are taken in by a
    process of their own."""
    if given.problem:
        return RunError(given.path, given.problem)
    try:
        if not given.parts and needs_own_process(given.path) and can_fork():
            return in_own_process(make)
        return make()
    except (Unreadable, Ended) as error:
        return RunError(given.path, str(error))
    except (MemoryError, RecursionError) as error:
        return RunError(given.path, f"is too much to take in: {type(error).__name__}")
    except OSError as error:  # of the system: too many files are open, or no process can be had
        return RunError(given.path, f"could not be checked: {error.strerror or error}")
    except Exception as error:
        return RunError(given.path, f"could not be checked: {fault(error)}")
