"""`@frozen`: what `@dataclass(frozen=True, slots=True)` makes, built in a sixth of the time; `@slotted`: one to be changed.

The program has some 400 value classes, and the first page or the first window needs 120 of them. The standard library
compiles six methods for each, 0.3 ms a class; that was an eighth of printing a manual from a cold start. Here `__eq__`,
`__hash__` and `__repr__` are closures over the fields, and `__init__` is compiled once for each number and kind of
fields; its code is given the names of the class. To everyone else such a class is a dataclass: `field`, `fields`,
`replace`, `__post_init__` and pattern matching work, and so do pickling and copying.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, Final, Literal, TypeVar, cast, dataclass_transform

T = TypeVar("T")
Kind = Literal["given", "made", "later"]
"""How a field gets its value: as an argument; as an argument or else from its factory; from its factory alone.

A field that is neither (`init=False` without a factory) is left to `__post_init__`.
"""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make CLS a slotted dataclass whose instances cannot be changed. Its own methods stay. No KW_ONLY, no InitVar."""
    return _made(cls, _FROZEN, hashed=True)


@dataclass_transform(field_specifiers=(field,))
def slotted(cls: type[T]) -> type[T]:
    """Make CLS a slotted dataclass that can be changed and has no hash: `@dataclass(slots=True)`. As `frozen` else."""
    return _made(cls, {}, hashed=False)


def _made(cls: type[T], methods: dict[str, Callable[..., Any]], hashed: bool) -> type[T]:
    own = set(vars(cls))
    if not cls.__doc__:
        cls.__doc__ = cls.__name__  # else the standard library writes the signature there, which takes it long
    made = dataclass(cls, init=False, repr=False, eq=False, slots=True)
    shown = _fields(made)
    compared = [each.name for each in shown if each.compare]
    for name, method in {
        "__init__": _init(made, shown), "__repr__": _repr, **_comparing(compared, hashed), **methods
    }.items():  # fmt: skip
        if name not in own:
            setattr(made, name, method)
    return made


def _fields(cls: type) -> list[Field[Any]]:
    return list(cast("dict[str, Field[Any]]", cls.__dataclass_fields__).values())  # type: ignore[attr-defined]


def _init(cls: type, shown: list[Field[Any]]) -> FunctionType:
    taken = [(each, kind) for each in shown if (kind := _kind(each))]
    given = [each for each, kind in taken if kind != "later"]
    code = _init_code(tuple(kind for _, kind in taken), hasattr(cls, "__post_init__"))
    names: dict[str, Any] = {f"set{at}": getattr(cls, each.name).__set__ for at, (each, _) in enumerate(taken)}
    names |= {f"make{at}": each.default_factory for at, (each, kind) in enumerate(taken) if kind != "given"}
    names["MISSING"] = MISSING
    made = FunctionType(code.replace(co_varnames=("self", *(each.name for each in given))), names, "__init__")
    made.__defaults__ = _defaults(cls, given)
    made.__annotations__ = {each.name: each.type for each in given}
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return made


def _kind(each: Field[Any]) -> Kind | None:
    if each.default_factory is MISSING:
        return "given" if each.init else None
    return "made" if each.init else "later"


def _defaults(cls: type, given: list[Field[Any]]) -> tuple[Any, ...]:
    """Defaults of the last of the arguments; MISSING stands for "from the factory". TypeError if one without follows."""
    found: list[Any] = []
    for each in given:
        if each.default is not MISSING:
            found.append(each.default)
        elif each.default_factory is not MISSING:
            found.append(MISSING)
        elif found:
            raise TypeError(f"non-default argument {each.name!r} of {cls.__qualname__} follows default argument")
    return tuple(found)


@cache
def _init_code(kinds: tuple[Kind, ...], post_init: bool) -> CodeType:
    """`def __init__(self, value0, …)` setting every field by its slot (`set0`, …)."""
    arguments = [f"value{at}" for at, kind in enumerate(kinds) if kind != "later"]
    values = {
        "given": "value{0}",
        "made": "make{0}() if value{0} is MISSING else value{0}",
        "later": "make{0}()",
    }
    body = [f" set{at}(self, {values[kind].format(at)})" for at, kind in enumerate(kinds)]
    if post_init:
        body.append(" self.__post_init__()")
    source = "\n".join([f"def __init__({', '.join(['self', *arguments])}):", *(body or [" pass"])])
    module = compile(source, "<frozen>", "exec")
    return next(constant for constant in module.co_consts if isinstance(constant, CodeType))


def _comparing(names: list[str], hashed: bool) -> dict[str, Callable[..., Any] | None]:
    key: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(key(self) == key(other))

    def __hash__(self: object) -> int:
        return hash(key(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if hashed else None}


def _repr(self: object) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in _fields(type(self)) if each.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse_setting(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, each.name) for each in _fields(type(self))]


def _restore(self: object, state: list[object]) -> None:
    for each, value in zip(_fields(type(self)), state, strict=True):
        object.__setattr__(self, each.name, value)


_FROZEN: Final[dict[str, Callable[..., Any]]] = {
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _restore,
}
