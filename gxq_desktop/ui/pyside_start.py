"""PySide6 without what every program on it does again at each start. `gxq_desktop.ui` imports it so, before anything of Qt's.

A bare Qt window takes 100 ms here, of which 70 go into importing PySide6 (6.11), and much of that is work for nothing:

- Its own Python, a hundred kilobytes kept inside a library, is compiled: 14 ms. Here its byte code is kept in
  `__pycache__`, as Python keeps that of files; where nothing can be written there, it is compiled as ever.
- Among it is the generator of PySide's stub files, with its patterns and argparse: 8 ms. Nobody asks a desk for stubs.
- Each library looks up at once every function it may ever call: 4 ms. It can look one up when it first calls it.
- From then on every `import` searches the source of the module imported for the word PySide6, in case it may later write
  `from __feature__ import snake_case`: 7 ms and 3 MiB before our window shows, and as much again behind it. We never do.
"""

from __future__ import annotations

import builtins
import importlib.util
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any

INSIDE = ("signature_bootstrap.py", "shibokensupport/")
"""How the names begin under which PySide6 compiles the Python inside its library."""
STUB_GENERATOR = "shibokensupport/signature/lib/pyi_generator.py"


def import_pyside() -> None:
    """Import PySide6's widgets, or only undo its hook in `import` where somebody else imported it. Raises ImportError."""
    with _functions_looked_up_late(), _byte_code_kept(Path(importlib.util.cache_from_source(__file__)).parent):
        import PySide6.QtCore

        if builtins.__import__ is getattr(builtins, "__feature_import__", None):
            builtins.__import__ = builtins.__orig_import__  # type: ignore[attr-defined]
        import PySide6.QtWidgets  # noqa: F401


@contextmanager
def _functions_looked_up_late() -> Iterator[None]:
    if not hasattr(sys, "setdlopenflags"):  # Windows, which has no such choice
        yield
        return
    usual = sys.getdlopenflags()
    sys.setdlopenflags(usual & ~os.RTLD_NOW | os.RTLD_LAZY)
    try:
        yield
    finally:
        sys.setdlopenflags(usual)


@contextmanager
def _byte_code_kept(folder: Path) -> Iterator[None]:
    """Meanwhile `compile` answers PySide6 with the byte code in FOLDER if the source is the same, and adds what is new."""
    file = folder / f"pyside6.{sys.implementation.cache_tag}.codes"
    kept = _read(file)
    known = len(kept)
    compile_it = builtins.compile

    def recall(source: Any, filename: Any, *arguments: Any, **named: Any) -> Any:
        if named or not isinstance(source, bytes) or not str(filename).startswith(INSIDE):
            return compile_it(source, filename, *arguments, **named)
        if filename == STUB_GENERATOR:
            source = b""
        key = (filename, importlib.util.source_hash(source))
        if key not in kept:
            kept[key] = compile_it(source, filename, *arguments)
        return kept[key]

    builtins.compile = recall
    try:
        yield
    finally:
        builtins.compile = compile_it
    if len(kept) > known and not sys.dont_write_bytecode:
        _write(file, kept)


def _read(file: Path) -> dict[tuple[str, bytes], CodeType]:
    """What `_write` wrote with this Python; nothing if there is none, or if it was damaged."""
    with suppress(OSError, EOFError, ValueError, TypeError):
        content = file.read_bytes()
        if content.startswith(importlib.util.MAGIC_NUMBER):
            kept = marshal.loads(memoryview(content)[len(importlib.util.MAGIC_NUMBER) :])
            if isinstance(kept, dict) and all(isinstance(code, CodeType) for code in kept.values()):
                return kept
    return {}


def _write(file: Path, kept: dict[tuple[str, bytes], CodeType]) -> None:
    """All or nothing: a program installed where its user may not write starts a little slower, as does one on a full disk."""
    new = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(importlib.util.MAGIC_NUMBER + marshal.dumps(kept))
        new.replace(file)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
