"""Inputs that have an address instead of a path: listed without being loaded, read when they are checked.

Only what somebody writes on the command line, or gives to the library, is taken for an address. No file names
one: a checkout of somebody else must not decide what this machine fetches.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from dslint.regexes import regex
from dslint.sources.decode import Unreadable
from dslint.tuples import NamedTuple

# What is read, and the package that fsspec needs for it.
_PACKAGES = {
    "s3": "s3fs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "memory": "fsspec",
}
_SCHEME = regex(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_WILD = regex(r"[*?\[]")
MOST_LISTED = 10_000_000  # inputs of one address
NEEDS_EXTRA = "needs the extra cluster; run: pip install 'dslint-agreements[cluster]'"
OTHERS = "is no kind of address that is read: these are s3://, abfs://, gs:// and file://"


class Listed(NamedTuple):
    """A file at an address, with its size in bytes."""

    path: str
    size: int


def is_address(path: str) -> bool:
    """Whether a path names its kind, as s3://bucket/folder does, and is no file of this machine."""
    return "://" in path and _SCHEME.match(path) is not None and not os.path.lexists(path)


def local_path(address: str) -> str | None:
    """The path that an address of this machine means; None for any other. Raises Unreadable."""
    if not address.lower().startswith("file://"):
        return None
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(address.replace("?", "%3F").replace("#", "%23"))
    if parts.netloc not in ("", "localhost"):
        raise Unreadable("is a file of another machine: an address of this one begins with file:///")
    return url2pathname(parts.path)


def file_system(address: str) -> tuple[Any, str]:
    """What reads an address, and how that calls it. Raises Unreadable."""
    scheme = _scheme(address)
    if scheme not in _PACKAGES or "::" in address:
        raise Unreadable(OTHERS)
    try:
        import fsspec
    except ImportError:
        raise Unreadable(NEEDS_EXTRA) from None
    try:
        files, root = fsspec.core.url_to_fs(address)
    except ImportError:
        package = _PACKAGES[scheme]
        raise Unreadable(f"needs the package {package}; run: pip install {package}") from None
    except Exception as error:
        raise Unreadable(f"cannot be reached: {_plain(error)}") from None
    return files, root.rstrip("/")


def listed(address: str) -> Iterator[Listed]:
    """The files at an address: that file, or all in that folder, or all that fit its wildcards.

    A folder at a time is asked for, and nothing is loaded. Hidden files and folders are left out. Raises
    Unreadable.
    """
    files, root = file_system(address)
    shown = _shown(address)
    for number, found in enumerate(_found(files, root)):
        if number == MOST_LISTED:
            raise Unreadable(f"has more than {MOST_LISTED:,} files: name folders in it, one run for each")
        yield Listed(f"{shown}{found.path}", found.size)


def _found(files: Any, root: str) -> Iterator[Listed]:
    try:
        if _WILD.search(root):
            for path, about in sorted(files.glob(root, detail=True).items()):
                if about["type"] == "directory":
                    yield from _in_folder(files, path)
                else:
                    yield Listed(path, about["size"] or 0)
        elif files.isfile(root):
            yield Listed(root, files.size(root) or 0)
        elif files.isdir(root):
            yield from _in_folder(files, root)
        else:
            raise Unreadable("does not exist")
    except Unreadable:
        raise
    except Exception as error:  # of a network, in the words of each kind
        raise Unreadable(f"cannot be listed: {_plain(error)}") from None


def _in_folder(files: Any, top: str) -> Iterator[Listed]:
    for folder, folders, found in files.walk(top, detail=True):
        for name in [each for each in folders if each.startswith(".")]:
            del folders[name]
        for name in sorted(found):
            if name and not name.startswith((".", "~$")):
                yield Listed(f"{folder.rstrip('/')}/{name}", found[name]["size"] or 0)


def fetch(address: str, most: int) -> bytes:
    """What an address holds; more than so many bytes are refused. Raises Unreadable."""
    files, path = file_system(address)
    try:
        found: bytes = files.cat_file(path, start=0, end=most + 1)
    except FileNotFoundError:
        raise Unreadable("does not exist") from None
    except Exception as error:
        raise Unreadable(f"cannot be read: {_plain(error)}") from None
    if len(found) > most:
        raise Unreadable(f"is larger than {most >> 20:,} MiB; split it")
    return found


def _scheme(address: str) -> str:
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def _shown(address: str) -> str:
    """What stands before the name that fsspec has for a file, to make it an address again."""
    scheme = _scheme(address)
    return "memory:/" if scheme == "memory" else f"{scheme}://"


def _plain(error: Exception) -> str:
    """One line of what a package of somebody else says."""
    return " ".join(str(error).split())[:300] or type(error).__name__
