"""What was read to agreements: where records begin, which labels are labels, what each value's place is."""

from dslint.assembler.page import assemble
from dslint.model import Document
from dslint.sources import Draft, Source, Text

__all__ = ["assemble", "assemble_source"]


def assemble_source(path: str, source: Source) -> Document:
    """Understand what was read from an input, whatever its kind. Never raises."""
    if isinstance(source, Text):
        document = assemble(path, source.text)
        document.origin = source.origin
        return document
    if isinstance(source, Draft):
        from dslint.assembler.draft import assemble_draft

        return assemble_draft(path, source)
    from dslint.assembler.workbook import assemble_book

    return assemble_book(path, source)
