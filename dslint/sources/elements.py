"""What the elements of HTML do to the text, as the HTML standard has browsers show them."""

from __future__ import annotations

# Begin and end a line. Elements that nobody knows stand within one.
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
])  # fmt: skip
# Have no content and no end.
VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
])  # fmt: skip
# Their text is not shown as text of the page.
UNSEEN = frozenset([
    "head", "title", "script", "style", "template", "noscript", "noframes", "noembed", "iframe",
    "object", "svg", "math", "canvas", "audio", "video", "select", "datalist", "textarea",
])  # fmt: skip
# May stand in the head; any other element ends it.
IN_HEAD = frozenset([
    "base", "link", "meta", "title", "script", "style", "template", "noscript", "html", "head",
])  # fmt: skip
# Belong to the site, not to the page; and so do elements with these roles.
FURNITURE = frozenset(["nav", "dialog"])
FURNITURE_ROLES = frozenset(["navigation", "contentinfo", "search", "dialog", "alertdialog"])
# Hold items.
LISTS = frozenset(["ul", "ol", "menu", "dir"])
# Stand side by side in a row.
CELLS = frozenset(["td", "th"])
# Give a name to what follows.
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "th"])
# Hold a footer of their own.
CONTENT = frozenset(["article", "section", "main"])
# Which open elements a new one ends, and the elements that it does not look beyond.
ENDS = {
    "li": (("li",), LISTS),
    "dt": (("dt", "dd"), frozenset(["dl"])),
    "dd": (("dt", "dd"), frozenset(["dl"])),
    "td": (("td", "th"), frozenset(["tr", "table"])),
    "th": (("td", "th"), frozenset(["tr", "table"])),
    "tr": (("tr",), frozenset(["table"])),
    "tbody": (("thead", "tbody"), frozenset(["table"])),
    "tfoot": (("tbody",), frozenset(["table"])),
}
