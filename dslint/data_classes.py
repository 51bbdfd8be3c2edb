"""Data classes as those of the standard library, without what its module imports.

`dataclasses` brings half of Python's own tools for reading Python. To import them took longer than to check a
small page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
else:
    _MISSING = object()

    class _Field:
        """One attribute. `default_factory` makes the value when none is given."""

        def __init__(self, default, default_factory, init, repr, compare, kw_only):
            self.name = ""
            self.default = default
            self.default_factory = default_factory
            self.init = init
            self.repr = repr
            self.compare = compare
            self.kw_only = kw_only

    def field(
        *,
        default=_MISSING,
        default_factory=_MISSING,
        init=True,
        repr=True,
        compare=True,
        kw_only=False,
    ):
        return _Field(default, default_factory, init, repr, compare, kw_only)

    def dataclass(cls=None, /, *, repr=True, slots=False):
        """What `dataclasses.dataclass` does with these options. No class inherits fields."""
        if cls is None:
            return lambda cls: dataclass(cls, repr=repr, slots=slots)
        found = []
        for name in vars(cls).get("__annotations__", ()):
            given = cls.__dict__.get(name, _MISSING)
            if not isinstance(given, _Field):
                given = field(default=given)
            elif given.default is _MISSING:
                if name in cls.__dict__:
                    delattr(cls, name)
            else:
                setattr(cls, name, given.default)
            given.name = name
            found.append(given)
        if slots:
            names = tuple(each.name for each in found)
            left = {k: v for k, v in cls.__dict__.items() if k not in {*names, "__dict__", "__weakref__"}}
            cls = type(cls)(cls.__name__, cls.__bases__, {**left, "__slots__": names})
        cls.__quick_fields__ = tuple(found)
        cls.__match_args__ = tuple(each.name for each in found if each.init and not each.kw_only)
        cls.__init__ = _init(cls, found)
        cls.__eq__ = _eq
        cls.__hash__ = None
        if repr and "__repr__" not in cls.__dict__:
            cls.__repr__ = _repr
        return cls

    def _init(cls, found):
        scope = {"missing": _MISSING}
        taken, keywords, body = [], [], []
        for n, each in enumerate(found):
            value = each.name
            default = ""
            if each.default is not _MISSING:
                scope[f"d{n}"] = each.default
                default = f"=d{n}"
            elif each.default_factory is not _MISSING:
                scope[f"f{n}"] = each.default_factory
                default = "=missing"
                value = f"f{n}() if {value} is missing else {value}" if each.init else f"f{n}()"
            if each.init:
                (keywords if each.kw_only else taken).append(f"{each.name}{default}")
            body.append(f"    self.{each.name} = {value}\n")
        if hasattr(cls, "__post_init__"):
            body.append("    self.__post_init__()\n")
        parameters = ", ".join(["self", *taken, *(["*", *keywords] if keywords else [])])
        exec(f"def __init__({parameters}):\n{''.join(body)}", scope)
        made = scope.pop("__init__")
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        return made

    def _eq(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        names = [each.name for each in self.__quick_fields__ if each.compare]
        return [getattr(self, name) for name in names] == [getattr(other, name) for name in names]

    def _repr(self):
        values = (f"{e.name}={getattr(self, e.name)!r}" for e in self.__quick_fields__ if e.repr)
        return f"{type(self).__qualname__}({', '.join(values)})"

    def fields(of):
        return of.__quick_fields__

    def is_dataclass(of):
        return hasattr(of, "__quick_fields__")

    def replace(of, /, **changed):
        """A copy with other values of some fields."""
        for each in of.__quick_fields__:
            if each.init:
                changed.setdefault(each.name, getattr(of, each.name))
        return type(of)(**changed)
