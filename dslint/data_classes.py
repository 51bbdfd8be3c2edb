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
    from dslint.tuples import function

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
        taken = [each for each in found if each.init and not each.kw_only]
        keywords = [each for each in found if each.init and each.kw_only]
        names = [each.name for each in (*taken, *keywords)]
        rest = [(each.name, _default(each)) for each in found if not each.init]
        has_more = hasattr(cls, "__post_init__")

        def fill(self, values):
            for name, value in (*zip(names, values, strict=True), *rest):
                setattr(self, name, value.make() if value.__class__ is _Made else value)
            if has_more:
                self.__post_init__()

        defaults = tuple(_default(each) for each in taken if _has_default(each))
        init = function("__init__", cls.__qualname__, "self", names, defaults, fill, len(keywords))
        init.__kwdefaults__ = {each.name: _default(each) for each in keywords if _has_default(each)}
        return init

    class _Made:
        """What stands for a value that is made for each instance."""

        __slots__ = ("make",)

        def __init__(self, make):
            self.make = make

    def _has_default(each):
        return each.default is not _MISSING or each.default_factory is not _MISSING

    def _default(each):
        return _Made(each.default_factory) if each.default is _MISSING else each.default

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
