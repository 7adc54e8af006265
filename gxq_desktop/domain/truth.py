"""Three truth values (三值逻辑, Kleene): an unknown fact makes a conclusion unknown, never false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """TRUE, FALSE, or UNKNOWN while a fact that decides it is not known."""

    TRUE = True
    FALSE = False
    UNKNOWN = None

    @property
    def holds(self) -> bool | None:
        """True, False, or None for unknown."""
        return None if self is Truth.UNKNOWN else self is Truth.TRUE

    @classmethod
    def of(cls, claim: bool) -> Truth:
        return cls.TRUE if claim else cls.FALSE


def all_of(truths: Iterable[Truth]) -> Truth:
    """且: FALSE if any is FALSE, else UNKNOWN if any is UNKNOWN, else TRUE."""
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """或: TRUE if any is TRUE, else UNKNOWN if any is UNKNOWN, else FALSE."""
    result = Truth.FALSE
    for truth in truths:
        if truth is Truth.TRUE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result
