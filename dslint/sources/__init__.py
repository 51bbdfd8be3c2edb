"""Finding inputs and turning their bytes into text."""

from dslint.sources.content import STANDARD_INPUT, read_small_text, read_text
from dslint.sources.decode import Unreadable, decode
from dslint.sources.read import Draft, PassedOver, Source, Text, is_draft_input, read, read_input
from dslint.sources.walk import Input, collect, loaded_input

__all__ = [
    "STANDARD_INPUT",
    "Draft",
    "Input",
    "PassedOver",
    "Source",
    "Text",
    "Unreadable",
    "collect",
    "decode",
    "is_draft_input",
    "loaded_input",
    "read",
    "read_input",
    "read_small_text",
    "read_text",
]
