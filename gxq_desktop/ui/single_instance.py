"""One desk a user and data folder: a second start raises the first window, hands over its file, and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1000


def server_name(data_dir: Path) -> str:
    """A name of its own for each user and data folder."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    digest = hashlib.sha256(f"{user}|{data_dir.absolute()}".encode()).hexdigest()[:16]
    return f"gxq-desktop-{digest}"


class SingleInstance(QObject):
    """raised(files): another start asked for this window, with the files it was given ([] for none)."""

    raised = Signal(list)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []

    def hand_over(self, files: Sequence[str]) -> bool:
        """True if another instance runs and took FILES (absolute paths); then this one should end."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(WAIT_MS):
            return False
        socket.write(json.dumps(list(files)).encode() + b"\n")
        socket.waitForBytesWritten(WAIT_MS)
        taken = socket.waitForReadyRead(WAIT_MS) and socket.readAll().data().startswith(b"taken")
        socket.disconnectFromServer()
        return taken

    def listen(self) -> bool:
        """Be the one instance. False if the system refuses; then there is only no second-start courtesy."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left by an instance that was killed
            if not server.listen(self._name):
                return False
        self._server = server
        return True

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

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
        for socket in [s for s in self._sockets if s.state() is QLocalSocket.LocalSocketState.UnconnectedState]:
            self._sockets.remove(socket)
            socket.deleteLater()
