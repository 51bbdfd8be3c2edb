"""What was read to agreements: where records begin, which labels are labels, what each value's place is."""

from dslint.assembler.page import assemble, torn_labels
from dslint.assembler.remarks import named_headings
from dslint.assembler.shards import AssembledInput, PageTrace, ShardedInput, ShardSummary
from dslint.model import Document
from dslint.source_map import Chain
from dslint.sources import Draft, PassedOver, Source, Text
from dslint.sources.tables import Book
from dslint.sources.walk import NEEDS
from dslint.vocabularies import Vocabularies

_FEWEST_HEADINGS = 3  # of a text that may be a form
_FEWEST_KNOWN = 2  # of them, where nothing but its words tells that it may be one

__all__ = ["PageTrace", "ShardSummary", "ShardedInput", "assemble", "assemble_source", "shard_input"]


def assemble_source(path: str, source: Source, vocabularies: Vocabularies) -> Document:
    """Understand what was read from an input, whatever its kind. Never raises."""
    return shard_input(path, source, vocabularies).document()


def shard_input(path: str, source: Source, vocabularies: Vocabularies) -> ShardedInput:
    """Understand what was read from an input as far as it takes to tell its pages apart. Never raises."""
    if isinstance(source, Text):
        document = assemble(path, source.text, vocabularies)
        if source.origin and document.origin:
            document.origin = Chain(document.origin, source.origin)
        else:
            document.origin = document.origin or source.origin
        if document.agreements:
            return AssembledInput(document)
        if source.columns is not None and (page := _page_in_columns(document, source.columns())):
            return AssembledInput(page)
        return AssembledInput(_form(document, source) or _form_in_columns(document, source) or document)
    if isinstance(source, PassedOver):
        document = Document(path, "unknown", [], vocabularies=vocabularies)
        extra = "; the extra documents reads them" if source.kind in NEEDS else ""
        document.remarks.append(
            f"files of the kind {source.kind} are not read{extra}, and this one may have an agreement in it"
        )
        return AssembledInput(document)
    if isinstance(source, Draft):
        from dslint.assembler.draft import assemble_draft

        return AssembledInput(assemble_draft(path, source, vocabularies))
    from dslint.assembler.workbook import Workbook

    return Workbook(path, source, vocabularies)


def _page_in_columns(document: Document, columns: Text) -> Document | None:
    """A page of a register whose labels stand in one column and whose values in the next."""
    page = assemble(document.path, columns.text, document.vocabularies)
    if not page.agreements or page.coverage < 0.9:
        return None
    page.origin = (
        Chain(page.origin, columns.origin)
        if page.origin and columns.origin
        else page.origin or columns.origin
    )
    return page


def _form_in_columns(document: Document, source: Text) -> Document | None:
    """A form whose answers stand in the next column of a page, where the text alone does not tell."""
    if source.columns is None:
        return None
    columns = source.columns()
    lines = columns.text.split("\n")
    laid_out = Document(
        document.path, "unknown", lines, origin=columns.origin, vocabularies=document.vocabularies
    )
    return _form(laid_out, columns)


def _form(document: Document, source: Text) -> Document | None:
    """A text that is no page of a register, as a form whose questions a dialect knows.

    Where none does, the document says which headings were found.
    """
    from dslint.assembler.forms import Forms, headings_of
    from dslint.assembler.workbook import Workbook

    if torn_labels(document):
        return None  # a page of a register whose columns were torn apart is no form
    lines = document.lines
    is_as_written = len(lines) == source.text.count("\n") + 1
    questions = source.questions if is_as_written else {}
    read = document.vocabularies.derived(Forms).read(lines, questions, source.asides)
    if read is None or not read.is_sure:
        found = headings_of(lines, questions)
        if len(found) >= _FEWEST_HEADINGS and (questions or (read and read.known >= _FEWEST_KNOWN)):
            document.remarks.append(
                f"no dialect knows these headings: {named_headings(found)}. Write them into a dialect file"
                " (dslint schema dialect), or write the agreement anew: dslint new agreement"
            )
        return None
    made = Workbook(document.path, Book([], []), document.vocabularies, read.tables()).document()
    made.kind = "form"
    if made.origin and document.origin:
        made.origin = Chain(made.origin, document.origin)
    claimed, sizes = read.claimed(), [len(line.strip()) for line in lines]
    made.coverage = sum(sizes[number - 1] for number in claimed) / max(sum(sizes), 1)
    made.remarks = [*document.remarks, f"read as a form by the dialect {read.dialect}", *made.remarks]
    if unknown := list(dict.fromkeys(piece.text for piece in read.unknown)):
        what = "1 heading is" if len(unknown) == 1 else f"{len(unknown)} headings are"
        made.remarks.append(f"{what} not known, and what is below not read: {named_headings(unknown)}")
    return made
