"""A register page: the lines before the first record, then the records."""

from __future__ import annotations

from dslint.assembler.boundaries import Start, find_records
from dslint.assembler.record import assemble_record
from dslint.model import Document, Flag, Span, Value
from dslint.tokenizer import Kind, Line, plain, scan_all, split_lines
from dslint.tokenizer.lexicon import Lexicon, fold_label, lexicon
from dslint.tokenizer.restore import restore
from dslint.values.split import Splitter
from dslint.vocabularies import BUILT_IN, Vocabularies


def assemble(path: str, text: str, vocabularies: Vocabularies = BUILT_IN) -> Document:
    """Understand a text as far as possible; what was not understood is in `unparsed`. Never raises.

    `origin` of the document leads to the lines of the text where these had to be put together again.
    """
    lines = split_lines(plain(text))
    words = lexicon()
    restored = restore(lines, words)
    if restored:
        lines = restored.lines
    scanned = scan_all(lines)
    claimed = [line.kind is Kind.BLANK for line in scanned]
    for number in _footer(lines, scanned, words):
        claimed[number - 1] = True
        scanned[number - 1] = Line(Kind.BLANK)
    document = Document(path, "unknown", lines, vocabularies=vocabularies)
    if restored:
        document.origin = restored.source_map
        document.remarks += restored.remarks
    starts = find_records(lines, scanned, words)
    if starts:
        document.kind = "register-page"
        _preamble(document, scanned, starts, words, claimed)
        ends = [start.line for start in starts[1:]] + [len(lines) + 1]
        for start, end in zip(starts, ends, strict=True):
            agreement = assemble_record(
                lines, scanned, start, end, words, vocabularies.derived(Splitter), claimed
            )
            if agreement.layout == "legacy" and agreement.title is None and document.organisation:
                agreement.title = document.organisation.text
                if start is starts[0]:
                    agreement.heading = document.organisation.span
                    agreement.start_line = document.organisation.span.line
            document.agreements.append(agreement)
    _flags(document, starts, words, claimed)
    _coverage(document, claimed)
    return document


def _footer(lines: list[str], scanned: list[Line], words: Lexicon) -> list[int]:
    """The page's footer: its last line that is not blank, if it reads like one."""
    for number in range(len(lines), 0, -1):
        if scanned[number - 1].kind is not Kind.BLANK:
            text = lines[number - 1].strip()
            return [number] if any(footer.search(text) for footer in words.footers) else []
    return []


def _preamble(
    document: Document, scanned: list[Line], starts: list[Start], words: Lexicon, claimed: list[bool]
) -> None:
    """The organisation, the count of files and the index of projects, above the first record."""
    names: list[int] = []
    titles = tuple({start.title for start in starts if start.title})
    for index in range(starts[0].line - 1):
        line, text = scanned[index], document.lines[index].strip()
        if line.kind is Kind.BLANK:
            continue
        if found := words.unsafe_count.search(text):
            document.unsafe_file_count = int(found["count"].replace(",", ""))
        elif (
            fold_label(text) not in words.banners
            and line.kind is not Kind.ITEM
            and not text.startswith(titles)
        ):
            if line.kind is not Kind.LABEL and not any(f.search(text) for f in words.flags.values()):
                names.append(index)
            continue
        claimed[index] = True
    with_suffix = [i for i in names if document.lines[i].rstrip().endswith(words.organisation_suffix)]
    chosen = with_suffix or names[-1:]
    if chosen:
        claimed[chosen[0]] = True
        text = document.lines[chosen[0]]
        name = text.strip().removesuffix(words.organisation_suffix)
        column = len(text) - len(text.lstrip()) + 1
        document.organisation = Value(name, Span(chosen[0] + 1, column, column + len(name)))


def _flags(document: Document, starts: list[Start], words: Lexicon, claimed: list[bool]) -> None:
    if not starts:
        return
    for index in range(starts[0].line - 1):
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
