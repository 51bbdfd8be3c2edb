"""Word documents (.docx): the text as it stands when every tracked change is accepted.

Macros, links, images, comments and embedded files are never opened. Text that somebody deleted while changes
were tracked is not read.
"""

from __future__ import annotations

import io

from dslint.sources.blocks import read_blocks
from dslint.sources.decode import Unreadable
from dslint.sources.package import Walker, open_package, part_of, walk
from dslint.sources.read import Text
from dslint.vocabularies import Vocabularies

_DOCUMENT = "word/document.xml"


def read(path: str, content: bytes, vocabularies: Vocabularies) -> Text:
    """The visible text. Raises Unreadable."""
    package = open_package(content, ".docx")
    names = [part.filename for part in package.infolist()]
    if _DOCUMENT not in names and not any(name.startswith("word/document") for name in names):
        raise Unreadable("is no Word document, although its name says so")
    walker = Walker()
    for name in names:
        if name.lower().endswith(".xml") and name.startswith("word/"):
            walk(part_of(package, name) or b"", walker)
    try:
        import mammoth
    except ImportError:
        raise Unreadable("needs a package to be read: pip install 'dslint-agreements[documents]'") from None
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(content),
            convert_image=mammoth.images.img_element(lambda image: {}),
            include_embedded_style_map=False,
        )
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except Exception as error:  # the reader raises whatever a broken part leads it to
        raise Unreadable(
            f"is no Word document that can be read, or damaged: {type(error).__name__}"
        ) from None
    return read_blocks(made.value, vocabularies)
