"""The dark modules of a QR code, by segno's encoder alone.

`import segno` also imports its writers for a dozen file formats, and they urllib, http, ssl and email: 15 ms of a first
manual's 300. We draw the modules ourselves.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any, Final

QR_MASK: Final = 3
"""Any of the eight masks makes a valid code; trying all, as segno does by default, takes a quarter of a manual's time."""


@lru_cache(maxsize=16)
def qr_modules(content: str) -> tuple[bytearray, ...]:
    """Rows of modules, 1 dark, without a quiet zone: CONTENT at error correction level M. ValueError if it is too long."""
    return tuple(_encoder().encode(content, error="m", micro=False, boost_error=False, mask=QR_MASK).matrix)


@cache
def _encoder() -> Any:
    """The module segno.encoder, imported in a package whose own __init__ is not run; segno itself stays importable."""
    if "segno" in sys.modules:
        return import_module("segno.encoder")
    spec = find_spec("segno")
    if spec is None:
        raise ModuleNotFoundError("segno is not installed", name="segno")
    sys.modules["segno"] = module_from_spec(spec)
    try:
        return import_module("segno.encoder")
    finally:
        sys.modules.pop("segno", None)
