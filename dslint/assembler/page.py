"""Register pages: the lines before the first record of each, then its records."""

from __future__ import annotations

from dslint.assembler.boundaries import Start, find_records
from dslint.assembler.record import assemble_record
from dslint.assembler.remarks import named_headings
from dslint.fields import SECTIONS
from dslint.model import Document, FileCount, Flag, Span, Value
from dslint.regexes import regex
from dslint.tokenizer import Kind, Line, plain, split_lines
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.restoring import restore
from dslint.values.numbers import whole
from dslint.values.split import Splitter
from dslint.vocabularies import Vocabularies


def assemble(path: str, text: str, vocabularies: Vocabularies) -> Document:
    """Understand a text as far as possible; what was not understood is in `unparsed`. Never raises.

    `origin` of the document leads to the lines of the text where these had to be put together again.
    """
    lines = split_lines(plain(text))
    words = vocabularies.derived(Lexicon)
    restored = restore(lines, words)
    if restored:
        lines = restored.lines
    scanned = words.scan_all(lines)
    claimed = [line.kind is Kind.BLANK for line in scanned]
    footer = _footer(lines, scanned, words)
    for number in footer:
        claimed[number - 1] = True
        scanned[number - 1] = Line(Kind.BLANK)
    document = Document(path, "unknown", lines, vocabularies=vocabularies)
    if restored:
        document.origin = restored.source_map
        document.remarks += restored.remarks
    starts = find_records(lines, scanned, words)
    pages = _pages(lines, scanned, starts, words) if starts else []
    for begin, end, records in pages:
        document.kind = "register-page"
        organisation = _preamble(document, scanned, begin, records, words, claimed)
        _flags(document, begin, records[0].line - 1, words, claimed)
        splitter = vocabularies.derived(Splitter)
        ends = [start.line for start in records[1:]] + [end + 1]
        for start, last in zip(records, ends, strict=True):
            agreement = assemble_record(lines, scanned, start, last, words, splitter, claimed)
            if agreement.layout == "legacy" and agreement.title is None and organisation:
                agreement.title = organisation.text
                if start is records[0]:
                    agreement.heading = organisation.span
                    agreement.start_line = organisation.span.line
            if len(pages) > 1:
                agreement.organisation = organisation
            document.agreements.append(agreement)
        if len(pages) == 1:
            document.organisation = organisation
    if len(pages) > 1:
        document.remarks.append(f"The file has {len(pages)} pages of a register, one after the other")
    if torn := torn_labels(document):
        document.remarks.append(
            f"labels have no colons ({named_headings(torn)}), as where the columns of a table were torn"
            " apart. What they label was not read; use the web page, the document or the PDF itself"
        )
    if not footer:  # a page that is there to its footer is whole
        _cut_off(document, scanned)
    _coverage(document, claimed)
    return document


_FEWEST_TORN = 4
_OF_REGISTERS = frozenset(
    ["sensitive", "access_method", "controllers", "sublicensing", "reference", "frequency"]
)


def torn_labels(document: Document) -> list[str]:
    """Labels of a header that stand where cells of a table began: without a colon, alone or before a gap."""
    words = document.vocabularies.derived(Lexicon)
    found: dict[str, str] = {}
    for label in filter(None, map(words.torn_labels.__getitem__, document.lines)):
        found.setdefault(words.header[fold_label(label)], label)
    # Forms have some of these labels as headings, too.
    if "opt_outs" not in found and len(_OF_REGISTERS & found.keys()) < 2:
        return []
    return list(found.values()) if len(found) >= _FEWEST_TORN else []


_LONG = 80  # code points: shorter lines may well be headings or entries of a list
_ENDED = regex(r"[.!?:;…)\]\"'’”»|]\s*\Z")


def _cut_off(document: Document, scanned: list[Line]) -> None:
    """Take note when the last text of the last record breaks off within a sentence."""
    agreement = document.agreements[-1] if document.agreements else None
    stretches = sorted(agreement.narrative(), key=lambda stretch: stretch[2]) if agreement else []
    if not agreement or not stretches:
        return
    section, _, last, _ = stretches[-1]
    text = document.lines[last - 1]
    is_prose = scanned[last - 1].kind is Kind.TEXT  # an entry of a list need not end with a mark
    if is_prose and len(text.strip()) >= _LONG and not _ENDED.search(text):
        absent = {key for key in SECTIONS if key not in agreement.sections}
        agreement.cut = frozenset((section, *absent))
        at = document.place_of_line(last).line
        document.remarks.append(f"line {at} ends within a sentence, so the page may be cut there")


def _footer(lines: list[str], scanned: list[Line], words: Lexicon) -> list[int]:
    """The page's footer: its last line that is not blank, if it reads like one."""
    for number in range(len(lines), 0, -1):
        if scanned[number - 1].kind is not Kind.BLANK:
            text = lines[number - 1].strip()
            return [number] if any(footer.search(text) for footer in words.footers) else []
    return []


_NEAR = 12  # lines that are not blank, between the name of a page and its count of files


def _pages(
    lines: list[str], scanned: list[Line], starts: list[Start], words: Lexicon
) -> list[tuple[int, int, list[Start]]]:
    """Where each page begins and ends, from 0, and its records.

    A page begins with a banner, or with "X projects" and the count of files soon below. Text that repeats
    a banner and has no record before the next one is no page.
    """
    begins = [0]
    may_open = words.page_openers
    for index in range(starts[0].line, starts[-1].line):
        if not may_open[lines[index]] or not _opens_a_page(lines, scanned, index, words):
            continue
        records = [start for start in starts if start.line - 1 >= begins[-1]]
        if any(start.line - 1 < index for start in records) and any(
            start.line - 1 > index for start in records
        ):
            begins.append(index)
    ends = [*begins[1:], len(lines)]
    return [
        (begin, end, [start for start in starts if begin <= start.line - 1 < end])
        for begin, end in zip(begins, ends, strict=True)
    ]


def _opens_a_page(lines: list[str], scanned: list[Line], index: int, words: Lexicon) -> bool:
    text = lines[index].strip()
    if fold_label(text) in words.banners:
        return True
    if not text.endswith(words.organisation_suffix) or scanned[index].kind is not Kind.TEXT:
        return False
    near = [line for line in lines[index + 1 : index + 1 + 3 * _NEAR] if line.strip()][:_NEAR]
    return any(words.unsafe_count.search(line.strip()) for line in near)


def _preamble(
    document: Document, scanned: list[Line], begin: int, records: list[Start], words: Lexicon,
    claimed: list[bool],
) -> Value | None:  # fmt: skip
    """Read the count of files and the index of projects above the first record of a page.

    Returns the organisation.
    """
    names: list[int] = []
    banner: int | None = None
    limit = records[0].line  # the name of the organisation stands above the count of files
    titles = tuple({start.title for start in records if start.title})
    for index in range(begin, records[0].line - 1):
        line, text = scanned[index], document.lines[index].strip()
        if line.kind is Kind.BLANK:
            continue
        if found := words.unsafe_count.search(text):
            count = whole(found["count"].replace(",", ""))
            limit = min(limit, index)
            document.file_counts.append(FileCount(count, Span(index + 1, 1, 1 + len(document.lines[index]))))
        elif fold_label(text) in words.banners:
            banner = index
        elif line.kind is not Kind.ITEM and not text.startswith(titles):
            if line.kind is not Kind.LABEL and not any(f.search(text) for f in words.flags.values()):
                names.append(index)
            continue
        claimed[index] = True
    with_suffix = [i for i in names if document.lines[i].rstrip().endswith(words.organisation_suffix)]
    chosen = with_suffix or _names_alone(document, [index for index in names if index < limit], banner)
    if not chosen:
        if names:
            shown = named_headings([document.lines[index].strip() for index in names])
            document.remarks.append(
                f"no organisation was read: the text above the first record is no name of one: {shown}"
            )
        return None
    claimed[chosen[0]] = True
    text = document.lines[chosen[0]]
    name = text.strip().removesuffix(words.organisation_suffix)
    column = len(text) - len(text.lstrip()) + 1
    return Value(name, Span(chosen[0] + 1, column, column + len(name)))


def _names_alone(document: Document, names: list[int], banner: int | None) -> list[int]:
    """The lines above a record that name its organisation without the suffix.

    The layouts that print a name so print it below their banner. Anything else may be the title of a
    document, or the head of a message, unless it ends as the names of organisations do.
    """
    bodies = document.vocabularies.derived(Splitter).complete_name
    texts = {index: document.lines[index].strip() for index in names}
    known = [index for index, text in texts.items() if bodies.search(text) and not _LABELLED.match(text)]
    if banner is None:
        return known[-1:]
    below = [index for index, text in texts.items() if index > banner and not _LABELLED.match(text)]
    return [index for index in known if index > banner][:1] or below[:1]


_LABELLED = regex(r"[A-Z][\w -]{0,40}:\s")


def _flags(document: Document, begin: int, end: int, words: Lexicon, claimed: list[bool]) -> None:
    for index in range(begin, end):
        text = document.lines[index]
        for kind, pattern in words.flags.items():
            if pattern.search(text):
                document.flags.append(Flag(kind, Span(index + 1, 1, 1 + len(text.rstrip()))))
                claimed[index] = True


def _coverage(document: Document, claimed: list[bool]) -> None:
    """The share of characters that are understood, white space apart, and the lines that are not."""
    if all(claimed):
        document.coverage = 1.0 if any(document.lines) else 0.0
        return
    sizes = [len(text.strip()) for text in document.lines]
    missed = [number for number, known in enumerate(claimed) if not known and sizes[number]]
    document.coverage = 1 - sum(sizes[number] for number in missed) / sum(sizes)
    for index in missed:
        gap = document.unparsed[-1] if document.unparsed else None
        # Blank lines do not part a gap, understood ones do.
        if gap and not any(sizes[gap[1] : index]):
            document.unparsed[-1] = (gap[0], index + 1)
        else:
            document.unparsed.append((index + 1, index + 1))
