"""What kind of input a name and the first bytes announce. Cheap: nothing is parsed that need not be."""

from __future__ import annotations

import re

WEB_PAGES = (".html", ".htm", ".xhtml")
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_web_page(path: str, content: bytes) -> bool:
    return path.lower().endswith(WEB_PAGES) or _WEB_PAGE.match(content) is not None
