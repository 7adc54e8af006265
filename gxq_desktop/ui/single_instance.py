"""One desk a user and data folder: a second start raises the first window, hands over its file, and ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1000
PATIENCE_MS = 10_000
"""For the answer of an instance that runs: it may be at work for a moment."""
LOCK = "desk.lock"
_ANY_PROGRAM = -1  # ASFW_ANY of AllowSetForegroundWindow


def server_name(data_dir: Path) -> str:
    """A name of its own for each user and data folder."""
    import getpass
    import hashlib

    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows has no pwd, which is asked when no variable tells
        user = ""
    digest = hashlib.sha256(f"{user}|{data_dir.absolute()}".encode()).hexdigest()[:16]
    return f"gxq-desktop-{digest}"


def _let_it_come_to_the_front() -> None:
    """Windows lets only the program that the user just started do so, and it may pass that on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROGRAM)


class SingleInstance(QObject):
    """raised(files): another start asked for this window, with the files it was given ([] for none).

    A lock in the data folder tells who is first; what is killed leaves none that counts. Only a second start and, once its
    window shows, the first one need the network's library, which costs a start more than all icons.
    """

    raised = Signal(list)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = data_dir
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []

    def hand_over(self, files: Sequence[str]) -> bool:
        """True if another instance runs and took FILES (absolute paths); then this one should end."""
        if self._is_first():
            return False
        from PySide6.QtCore import QElapsedTimer, QThread
        from PySide6.QtNetwork import QLocalSocket

        name, waited = server_name(self._folder), QElapsedTimer()
        waited.start()
        socket = QLocalSocket()
        socket.connectToServer(name)
        while not socket.waitForConnected(WAIT_MS):  # it may be just starting
            if waited.elapsed() > WAIT_MS:
                return False
            QThread.msleep(50)
            socket.connectToServer(name)
        _let_it_come_to_the_front()
        socket.write(json.dumps(list(files)).encode() + b"\n")
        socket.waitForBytesWritten(WAIT_MS)
        taken = socket.waitForReadyRead(PATIENCE_MS) and bytes(socket.readAll().data()).startswith(b"taken")
        socket.disconnectFromServer()
        return taken

    def _is_first(self) -> bool:
        """Whether no other instance holds the lock. False too where none can be kept: then the other is asked."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        lock = QLockFile(str(self._folder / LOCK))
        lock.setStaleLockTime(0)  # only the end of its program makes a lock stale, not its age
        if not lock.tryLock(0):
            return False
        self._lock = lock
        return True

    def listen(self) -> bool:
        """Be the one instance. False if the system refuses; then there is only no second-start courtesy."""
        from PySide6.QtNetwork import QLocalServer

        server, name = QLocalServer(self), server_name(self._folder)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if not server.listen(name):
            QLocalServer.removeServer(name)  # left by an instance that was killed
            if not server.listen(name):
                return False
        self._server = server
        return True

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _on_connection(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._sockets.append(socket)
            socket.readyRead.connect(self._on_ready_read)
            socket.disconnected.connect(self._on_disconnected)
            QTimer.singleShot(0, self, self._on_ready_read)

    def _on_ready_read(self) -> None:
        for socket in self._sockets:
            if not socket.canReadLine():
                continue
            try:
                asked = json.loads(socket.readLine().data())
            except ValueError:
                asked = []
            socket.write(b"taken\n")
            socket.flush()
            self.raised.emit([each for each in asked if isinstance(each, str)] if isinstance(asked, list) else [])

    def _on_disconnected(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        for socket in [s for s in self._sockets if s.state() is QLocalSocket.LocalSocketState.UnconnectedState]:
            self._sockets.remove(socket)
            socket.deleteLater()
