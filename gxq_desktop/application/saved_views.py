"""Saved views (视图) of the ledger: filters and order under a name, one of them the one it opens with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from gxq_desktop.application.ledger_ask import LedgerAsk
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

LONGEST_NAME = 20
MOST_VIEWS = 30
ALL_VIEW = "按剩余天数"
"""The view that is always there: everything open, soonest due first."""


@frozen
class SavedView:
    name: str
    ask: LedgerAsk


@frozen
class SavedViews:
    """views: by name, in the order they were saved. default: the name of the one to open with, "" for ALL_VIEW."""

    views: tuple[SavedView, ...] = ()
    default: str = ""

    def named(self, name: str) -> SavedView:
        """The view NAME, ALL_VIEW among them. Raises DomainError if there is none."""
        for view in self.views:
            if view.name == name:
                return view
        if name in ("", ALL_VIEW):
            return SavedView(ALL_VIEW, LedgerAsk())
        raise DomainError(f"没有名为“{name}”的视图。", "它可能已被删去。")

    @property
    def opening(self) -> SavedView:
        return self.named(self.default)

    def with_view(self, name: str, ask: LedgerAsk) -> Self:
        """Save ASK as NAME, in place of the view of that name. Raises DomainError for a name that will not do."""
        wanted = _usable(name)
        if any(view.name == wanted for view in self.views):
            replaced = tuple(SavedView(wanted, ask) if view.name == wanted else view for view in self.views)
            return type(self)(replaced, self.default)
        if len(self.views) >= MOST_VIEWS:
            raise DomainError(f"已经存了 {MOST_VIEWS} 个视图。", "先删去不用的。")
        return type(self)((*self.views, SavedView(wanted, ask)), self.default)

    def renamed(self, old: str, new: str) -> Self:
        """Raises DomainError if there is no OLD, or NEW will not do or is taken."""
        view, wanted = self._own(old), _usable(new)
        if wanted != old and any(each.name == wanted for each in self.views):
            raise DomainError(f"已经有名为“{wanted}”的视图。", "换一个名字。")
        views = tuple(SavedView(wanted, each.ask) if each is view else each for each in self.views)
        return type(self)(views, wanted if self.default == old else self.default)

    def without(self, name: str) -> Self:
        view = self._own(name)
        return type(self)(
            tuple(each for each in self.views if each is not view), "" if self.default == name else self.default
        )

    def with_default(self, name: str) -> Self:
        """Open with NAME from now on; ALL_VIEW or "" for everything."""
        return type(self)(self.views, "" if name in ("", ALL_VIEW) else self._own(name).name)

    def _own(self, name: str) -> SavedView:
        if name in ("", ALL_VIEW):
            raise DomainError(f"“{ALL_VIEW}”是自带的视图，不能改名或删去。", "先另存一个视图。")
        return self.named(name)

    def as_json(self) -> dict[str, Any]:
        return {"views": [[view.name, view.ask.as_json()] for view in self.views], "default": self.default}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read KEPT; what cannot be read is left out."""
        views: list[SavedView] = []
        listed = kept.get("views")
        for pair in listed if isinstance(listed, list) else []:
            if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[1], dict):
                name = str(pair[0])
                if name and name not in (view.name for view in views):
                    views.append(SavedView(name, LedgerAsk.from_json(pair[1])))
        default = kept.get("default", "")
        known = isinstance(default, str) and any(view.name == default for view in views)
        return cls(tuple(views), default if known else "")


def _usable(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise DomainError("视图没有名字。", f"写一个名字，最多 {LONGEST_NAME} 个字。")
    if len(wanted) > LONGEST_NAME:
        raise DomainError(f"视图的名字有 {len(wanted)} 个字，太长。", f"最多 {LONGEST_NAME} 个字。")
    if wanted == ALL_VIEW:
        raise DomainError(f"“{ALL_VIEW}”是自带的视图。", "换一个名字。")
    return wanted
