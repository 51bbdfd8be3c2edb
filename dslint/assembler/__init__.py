"""What was read to agreements: where records begin, which labels are labels, what each value's place is."""

from dslint.assembler.page import assemble
from dslint.assembler.shards import AssembledInput, ShardedInput, ShardSummary
from dslint.model import Document
from dslint.source_map import Chain
from dslint.sources import Draft, PassedOver, Source, Text
from dslint.vocabularies import Vocabularies

__all__ = ["ShardSummary", "ShardedInput", "assemble", "assemble_source", "shard_input"]


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
        return AssembledInput(document)
    if isinstance(source, PassedOver):
        document = Document(path, "unknown", [], vocabularies=vocabularies)
        document.remarks.append(
            f"files of the kind {source.kind} are not read, and this one may have an agreement in it"
        )
        return AssembledInput(document)
    if isinstance(source, Draft):
        from dslint.assembler.draft import assemble_draft

        return AssembledInput(assemble_draft(path, source, vocabularies))
    from dslint.assembler.workbook import Workbook

    return Workbook(path, source, vocabularies)
