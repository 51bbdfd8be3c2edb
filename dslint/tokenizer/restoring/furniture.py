"""What a printer added: page headers and footers, and the blank lines around them."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import LONGEST_HEADING, Kind
from dslint.tokenizer.restoring.physical import MARK_ALONE, PhysicalLine
from dslint.values.numbers import count


def without_furniture(work: list[PhysicalLine], words: Lexicon, remarks: list[str]) -> list[PhysicalLine]:
    """The lines without those that a printer added, and without the blank lines around these."""
    ends: list[int] = []  # of pages
    perhaps: list[int] = []
    for index, line in enumerate(work):
        if line.text.startswith("\f"):
            line.cut = len(line.text) - len(line.text.lstrip("\f"))
            line.new_page = True
        text = line.shown.strip()
        if not text or len(text) > LONGEST_HEADING:
            continue
        if any(pattern.search(text) for pattern in words.furniture):
            ends.append(index)
        elif "://" in text and any(pattern.search(text) for pattern in words.furniture_beside_other):
            perhaps.append(index)
    pages = [index for index, line in enumerate(work) if line.new_page]
    ends += [index for page in pages for index in _page_numbers(work, page)]
    for index in perhaps:
        above, below = (_filled(work, index, step) for step in (-1, 1))
        numbers = [at for at in (above, below) if at is not None and _PARTED.fullmatch(work[at].shown)]
        at_end = work[index].new_page or (below is not None and work[below].new_page)
        if numbers or at_end or above in ends or below in ends:
            ends += [index, *numbers]
    if not ends:
        return work
    gone = set(ends)
    gone |= _running_heads(work, gone, pages, words)
    left = [PhysicalLine(each.number, each.text, each.cut, each.new_page) for each in work]
    for index in sorted(gone):
        # The blank lines around belong to the print, too; the next line that is kept begins a page.
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(left) and (left[at].blank or at in gone):
                gone.add(at)
                at += step
            if step == 1 and at < len(left):
                left[at].new_page = True
    numbers = sorted({work[index].number for index in ends})
    named = ", ".join(map(str, numbers[:5])) + (" and others" if len(numbers) > 5 else "")
    lines, were = ("lines", "were") if len(numbers) > 1 else ("line", "was")
    remarks.append(
        f"{count(len(numbers), 'line')} of page headers and footers {were} left out: {lines} {named}"
    )
    return [line for index, line in enumerate(left) if index not in gone]


_PAGE_NUMBER = regex(r"\s*(?:[-–—]\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*")


_PARTED = regex(r"\s*\d{1,4}\s*/\s*\d{1,4}\s*")  # the number of a page and that of all pages


def _filled(work: list[PhysicalLine], index: int, step: int) -> int | None:
    """The nearest line before or behind another that is not blank."""
    at = index + step
    while 0 <= at < len(work):
        if not work[at].blank:
            return at
        at += step
    return None


def _page_numbers(work: list[PhysicalLine], page: int) -> Iterator[int]:
    """The number of a page, alone on the last line before the next page begins."""
    at = page - 1
    while at >= 0 and work[at].blank:
        at -= 1
    if at >= 0 and _PAGE_NUMBER.fullmatch(work[at].shown):
        yield at


def _running_heads(work: list[PhysicalLine], gone: set[int], pages: list[int], words: Lexicon) -> set[int]:
    """The title that a print repeats at the head of each page, next to the date. What is there once is text,
    but for the head of the first page."""
    heads: dict[str, list[int]] = {}
    first = next((at for at, line in enumerate(work) if not line.blank and at not in gone), 0)
    for page in {0, *pages}:
        at = page
        while at < len(work) and (work[at].blank or at in gone):
            at += 1
        if at < len(work) and any(index in gone for index in range(page, at)):
            heads.setdefault(work[at].shown.strip(), []).append(at)
    alone = {
        found[0]
        for text, found in heads.items()
        if found[0] == first
        and (found[0] + 1 == len(work) or work[found[0] + 1].blank)
        and words.scan(text).kind is Kind.TEXT
        and not text.endswith(words.organisation_suffix)
        and fold_label(text) not in words.banners
    }
    return alone | {index for found in heads.values() if len(found) > 1 for index in found}


def without_gaps(work: list[PhysicalLine]) -> list[PhysicalLine]:
    """Without what a printed page has and its text has not: blank lines at its end, and behind a mark of a
    list that is alone. Several such marks in a row say nothing, since their texts are elsewhere."""
    left: list[PhysicalLine] = []
    marks = 0  # alone, at the end of what is left
    for line in work:
        is_mark = MARK_ALONE.fullmatch(line.shown) is not None
        if marks > 1 and not is_mark and not line.blank:
            del left[-marks:]
        if line.new_page:
            while left and left[-1].blank:
                left.pop()
        if is_mark or not line.blank:
            marks = marks + 1 if is_mark else 0
        if not (line.blank and marks):
            left.append(line)
    return left
