"""What was read to agreements: where records begin, which labels are labels, what each value's place is."""

from dslint.assembler.page import assemble
from dslint.assembler.parts import Assembled, Divisible, Note
from dslint.model import Document
from dslint.sources import Draft, Source, Text
from dslint.vocabularies import BUILT_IN, Vocabularies

__all__ = ["Divisible", "Note", "assemble", "assemble_source", "divide"]


def assemble_source(path: str, source: Source, vocabularies: Vocabularies = BUILT_IN) -> Document:
    """Understand what was read from an input, whatever its kind. Never raises."""
    return divide(path, source, vocabularies).document()


def divide(path: str, source: Source, vocabularies: Vocabularies = BUILT_IN) -> Divisible:
    """Understand what was read from an input as far as it takes to tell its pages apart. Never raises."""
    if isinstance(source, Text):
        document = assemble(path, source.text, vocabularies)
        document.origin = source.origin
        return Assembled(document)
    if isinstance(source, Draft):
        from dslint.assembler.draft import assemble_draft

        return Assembled(assemble_draft(path, source, vocabularies))
    from dslint.assembler.workbook import Workbook

    return Workbook(path, source, vocabularies)
