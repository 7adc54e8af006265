"""`frozen` beside what the standard library makes of the same class."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

import pytest

from gxq_desktop.domain.frozen import frozen, slotted

T = TypeVar("T")


@frozen
class Plain:
    number: int
    name: str = "无"
    parts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standard:
    number: int
    name: str = "无"
    parts: list[int] = field(default_factory=list)


@frozen
class Longer(Plain):
    note: str = ""


@frozen
class Computed:
    number: int
    note: str = field(default="", compare=False)
    memo: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    double: int = field(init=False)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("number is negative")
        object.__setattr__(self, "double", 2 * self.number)


@frozen
class OwnWays:
    number: int

    def __repr__(self) -> str:
        return "mine"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnWays)

    def __hash__(self) -> int:
        return 7


@frozen
class Box(Generic[T]):
    held: T


@frozen
class Nothing:
    pass


def test_what_is_given_is_held_by_position_and_by_name() -> None:
    assert (Plain(1).number, Plain(1).name, Plain(1).parts) == (1, "无", [])
    assert Plain(1, name="x", parts=[2]) == Plain(1, "x", [2])


def test_each_instance_gets_its_own_from_a_factory() -> None:
    assert Plain(1).parts is not Plain(1).parts


@pytest.mark.parametrize("wrong", [{}, {"number": 1, "other": 2}])
def test_missing_and_unknown_arguments_are_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"number|other"):
        Plain(**wrong)


def test_nothing_can_be_changed_added_or_deleted() -> None:
    held = Plain(1)

    with pytest.raises(FrozenInstanceError, match="number"):
        held.number = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="extra"):
        held.extra = 2  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="name"):
        del held.name
    assert not hasattr(held, "__dict__")


def test_equality_and_hash_go_by_the_fields_that_compare_and_by_the_very_class() -> None:
    assert Box((1, 2)) == Box((1, 2)) and hash(Box((1, 2))) == hash(Box((1, 2)))
    assert Box(1) != Box(2)
    assert Plain(1) != Standard(1)
    assert Plain(1) != Longer(1)
    assert Computed(1, "a") == Computed(1, "b") and hash(Computed(1, "a")) == hash(Computed(1, "b"))
    assert Nothing() == Nothing() and len({Nothing(), Nothing()}) == 1


def test_it_shows_itself_as_the_standard_library_does() -> None:
    assert repr(Plain(1, "x")) == repr(Standard(1, "x")).replace("Standard", "Plain")
    assert repr(Computed(2)) == "Computed(number=2, note='', double=4)"


def test_post_init_checks_and_computes() -> None:
    assert Computed(3).double == 6 and Computed(3).memo == {}
    with pytest.raises(ValueError, match="negative"):
        Computed(-1)


def test_methods_of_the_class_stay() -> None:
    assert repr(OwnWays(1)) == "mine" and OwnWays(1) == OwnWays(2) and hash(OwnWays(1)) == 7


def test_an_inherited_field_comes_first() -> None:
    assert Longer(1, "x", [], "n") == Longer(number=1, name="x", note="n")
    assert [each.name for each in fields(Longer)] == ["number", "name", "parts", "note"]


def test_it_is_a_dataclass_to_the_standard_library() -> None:
    assert replace(Longer(1), note="n") == Longer(1, note="n")
    assert asdict(Plain(1, parts=[2])) == {"number": 1, "name": "无", "parts": [2]}
    match Plain(1, "x"):
        case Plain(number, name):
            assert (number, name) == (1, "x")


@pytest.mark.parametrize("held", [Plain(1, "x", [3]), Longer(1, note="n"), Computed(4, "m"), Nothing()])
def test_a_copy_and_a_pickle_are_equal_and_whole(held: Any) -> None:
    for again in (copy.copy(held), copy.deepcopy(held), pickle.loads(pickle.dumps(held))):
        assert again == held
        assert repr(again) == repr(held)


def test_an_argument_without_a_default_may_not_follow_one_with() -> None:
    with pytest.raises(TypeError, match="second"):

        @frozen
        class Wrong:
            first: int = 0
            second: str  # type: ignore[misc]


@slotted
class Changing:
    number: int
    parts: list[int] = field(default_factory=list)


@frozen
class Itself:
    number: int

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def test_a_slotted_one_can_be_changed_compares_by_its_fields_and_has_no_hash() -> None:
    held = Changing(1)
    held.number = 2

    assert held == Changing(2) and repr(held) == "Changing(number=2, parts=[])"
    assert pickle.loads(pickle.dumps(held)) == held == copy.copy(held)
    with pytest.raises(TypeError, match="unhashable"):
        hash(held)
    with pytest.raises(AttributeError):
        held.extra = 1  # type: ignore[attr-defined]


def test_one_that_is_only_itself_says_so() -> None:
    held = Itself(1)

    assert held != Itself(1) and held == held and len({held, Itself(1)}) == 2
