"""Named tuples whose classes are made in a tenth of the time.

`typing.NamedTuple` compiles code for each class, and checks each annotation. A check of one page has more
than a hundred such classes, so that took longer than the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from functools import cache
    from operator import itemgetter
    from types import FunctionType

    try:
        from _collections import _tuplegetter as getter  # what collections.namedtuple has
    except ImportError:

        def getter(index, doc):
            return property(itemgetter(index), doc=doc)

    class _Named(tuple):
        """What all named tuples have. It behaves as the methods of `typing.NamedTuple` do."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} values, got {len(made)}")
            return made

        def _replace(self, /, **changed):
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"no such fields: {list(changed)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    class _Maker(type):
        def __new__(cls, name, bases, namespace):
            """A class for the annotated fields, which is a tuple and has this metaclass no more."""
            fields = tuple(namespace.get("__annotations__", ()))
            values = [namespace[field] for field in fields if field in namespace]
            defaults = {field: namespace[field] for field in fields[len(fields) - len(values) :]}
            new = function("__new__", name, "_cls", fields, tuple(values), tuple.__new__)
            made = dict(namespace, __slots__=(), _fields=fields, _field_defaults=defaults, __new__=new)
            made["__match_args__"] = fields
            made.update((field, getter(index, None)) for index, field in enumerate(fields))
            return type(name, (_Named, *bases[1:]), made)

    def function(name, owner, first, names, defaults, make, keywords=0):
        """A method that takes values by these names, and gives `make` its first argument and all of them. The
        last so many are named by who calls it; `defaults` are those of the last of the others."""
        code = _taking(len(names)).replace(
            co_argcount=1 + len(names) - keywords,
            co_kwonlyargcount=keywords,
            co_varnames=(first, *names),
            co_name=name,
            co_qualname=f"{owner}.{name}",
        )
        return FunctionType(code, {"_make": make, "__builtins__": {}, "__name__": "made"}, name, defaults)

    @cache
    def _taking(count):
        """The code for so many values. Names are still to be given."""
        values = "".join(f", a{n}" for n in range(count))
        return eval(f"lambda s{values}: _make(s, ({values[2:]}{',' * (count == 1)}))").__code__

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
