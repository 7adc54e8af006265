"""The few parts of PDF syntax we need (ISO 32000-1 §7): objects, strings, streams, the file around them.

Plain objects are packed into compressed object streams and located by a cross-reference stream (PDF 1.5), which keeps a
tagged document small. Everything is deterministic: the same calls give the same bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from struct import pack
from typing import Final

COMPRESSION: Final = 6
_PACKED: Final = 250
"""Objects in one object stream."""


def name(text: str) -> str:
    """TEXT as a PDF name; anything but letters and figures is escaped."""
    return "/" + "".join(
        c if (c.isalnum() and c.isascii()) or c in "-_+." else f"#{b:02X}" for c in text for b in c.encode()
    )


def text_string(text: str) -> str:
    """TEXT as a PDF text string, UTF-16BE in hexadecimal."""
    return "<FEFF" + text.encode("utf-16-be", "surrogatepass").hex().upper() + ">"


class PdfFile:
    """Collects numbered objects; `finish` gives the file's bytes. Objects are given as str, latin-1."""

    def __init__(self) -> None:
        self._objects: list[str | bytes | None] = []

    def reserve(self) -> int:
        """A number for an object that is put later."""
        self._objects.append(None)
        return len(self._objects)

    def put(self, number: int, body: str) -> None:
        self._objects[number - 1] = body

    def add(self, body: str) -> int:
        self._objects.append(body)
        return len(self._objects)

    def add_all(self, bodies: list[str]) -> int:
        """Many objects at once; the number of the first. They must be numbered in the order given."""
        first = len(self._objects) + 1
        self._objects.extend(bodies)
        return first

    def next_number(self) -> int:
        return len(self._objects) + 1

    def add_stream(self, data: bytes, entries: str = "", compress: bool = True, number: int | None = None) -> int:
        """A stream object with dictionary ENTRIES. COMPRESS False: as it is (metadata must be readable)."""
        if compress:
            data = zlib.compress(data, COMPRESSION)
            entries += "/Filter/FlateDecode"
        body = f"<<{entries}/Length {len(data)}>>stream\n".encode("latin-1") + data + b"\nendstream"
        if number is None:
            self._objects.append(body)
            return len(self._objects)
        self._objects[number - 1] = body
        return number

    def finish(self, root: int, info: int) -> bytes:
        """The whole file. Its identifier is a digest of its content."""
        packed = [index for index, body in enumerate(self._objects, 1) if isinstance(body, str)]
        places: dict[int, tuple[int, int, int]] = {}
        for at in range(0, len(packed), _PACKED):
            self._pack(packed[at : at + _PACKED], places)
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(out[0])
        for number, body in enumerate(self._objects, 1):
            if isinstance(body, bytes):
                whole = b"%d 0 obj\n" % number + body + b"\nendobj\n"
                places[number] = (1, offset, 0)
                out.append(whole)
                offset += len(whole)
            elif body is None:
                raise ValueError(f"object {number} was reserved and never put")
        digest = hashlib.sha256(b"".join(out)).hexdigest()[:32].upper()
        count = len(self._objects) + 2
        places[count - 1] = (1, offset, 0)
        rows = b"\0\0\0\0\0\xff\xff" + b"".join(pack(">BLH", *places[number]) for number in range(1, count))
        entries = f"/Type/XRef/Size {count}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{digest}><{digest}>]"
        table = zlib.compress(rows, COMPRESSION)
        out.append(
            f"{count - 1} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(table)}>>stream\n".encode("latin-1")
            + table
            + f"\nendstream\nendobj\nstartxref\n{offset}\n%%EOF\n".encode("latin-1")
        )
        return b"".join(out)

    def _pack(self, numbers: list[int], places: dict[int, tuple[int, int, int]]) -> None:
        heads, offset = [], 0
        bodies: list[str] = []
        stream = len(self._objects) + 1
        for index, number in enumerate(numbers):
            body = self._objects[number - 1]
            if not isinstance(body, str):
                raise TypeError("only plain objects can be packed")
            heads.append(f"{number} {offset}")
            bodies.append(body)
            offset += len(body) + 1
            places[number] = (2, stream, index)
        head = " ".join(heads) + "\n"
        data = (head + "\n".join(bodies)).encode("latin-1")
        self.add_stream(data, f"/Type/ObjStm/N {len(numbers)}/First {len(head)}")
