"""Web pages that a browser saved in one file with all that belongs to them (.mhtml)."""

from __future__ import annotations

import codecs
from email import message_from_bytes
from email.message import Message
from typing import Any

from dslint.sources import html
from dslint.sources.decode import Unreadable
from dslint.sources.read import Text
from dslint.vocabularies import Vocabularies

LONGEST_FIELD = 10_000  # code points


def read(path: str, content: bytes, vocabularies: Vocabularies) -> Text:
    """The visible text of the first page in it; places are those of the page. Raises Unreadable."""
    message = message_from_bytes(content, _class=_Part)
    page = next((part for part in _parts(message) if part.get_content_type() == "text/html"), None)
    if page is None:
        raise Unreadable("has no web page in it")
    found = page.get_payload(decode=True)
    if not isinstance(found, bytes):
        raise Unreadable("has no web page that can be read")
    text = html.decoded_as(page.get_content_charset() or "", found)
    if text is not None:
        found = codecs.BOM_UTF8 + text.encode("utf-8", "replace")
    return html.read(path, found, vocabularies)


class _Part(Message):
    """A message whose header fields are no longer than anything writes them: taking them apart takes time and
    memory."""

    def get(self, name: str, failobj: Any = None) -> Any:
        found = super().get(name, failobj)
        if isinstance(found, str) and len(found) > LONGEST_FIELD:
            raise Unreadable(f"has a header field of more than {LONGEST_FIELD:,} letters")
        return found


def _parts(message: Message) -> list[Message]:
    """The parts in order, without those within a part that is a message of its own."""
    return [part for part in message.walk() if not part.is_multipart()]
