"""What the desk is made of: one package a screen, each with a FEATURE in its `__init__`, which imports nothing heavy."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.commands import Command

PACKAGES = (
    "home", "projects", "ledger", "catalogue", "calendar", "settings", "intake", "project", "printing", "record", "search",
    "help", "backups",
)  # fmt: skip
"""The packages of gxq_desktop.ui that have a FEATURE, in the order in which menus list their commands."""


@frozen
class Place:
    """Somewhere `shell.open(id)` leads to: a page, made when first opened.

    page: "package.module:Class", called with the shell. navigation: "work", "reference" or "foot" for a line in the
    navigation, "" for a page reached from elsewhere. within: the place the navigation marks while this one is open. icon: its
    name in resources/icons; name-filled is used for the current one.
    """

    id: str
    text: str
    page: str
    icon: str = ""
    navigation: str = ""
    within: str = ""
    order: int = 0


@frozen
class Feature:
    """Pages and commands of a screen.

    start: "package.module:function", called with the shell once the window shows and before the first page loads, to bind
    commands that work everywhere. screenshots: the same, called with the shell and `take(name, widget=None)` to show its
    screens and dialogs on sample data (see screenshots.py).
    """

    places: tuple[Place, ...] = ()
    commands: tuple[Command, ...] = ()
    start: str = ""
    screenshots: str = ""


def features() -> Iterator[Feature]:
    """The FEATURE of every package that is there."""
    for package in PACKAGES:
        name = f"gxq_desktop.ui.{package}"
        try:
            found = getattr(importlib.import_module(name), "FEATURE", None)
        except ModuleNotFoundError as missing:
            if missing.name != name:  # the package is there, something it needs is not
                raise
            continue
        if isinstance(found, Feature):
            yield found


def named(target: str) -> Callable[..., Any]:
    """What "package.module:name" names, imported now."""
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
