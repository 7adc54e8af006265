"""What the search window asks and does; no widgets."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from gxq_desktop.application.find_anything import (
    CommandFinder,
    FindableCommand,
    Finder,
    Findings,
    Hit,
    HitGroup,
    HitKind,
    build_finder,
    find_steps,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

RECENT = "commands.recent"
RECENT_KEPT = 6
PAUSE_MS = 120
"""After the last key, before what takes longer is asked; a fast typist is not slowed by answers nobody waits for."""
SPELLING_TITLE = "相近的写法"
_OWN = ("search.open", "search.commands")


class SearchPresenter(QObject):
    """found(Findings, milliseconds): the answer to the last question. added(HitGroup): more of it, to stand below.

    preparing(bool): the texts are being gathered; the last question is asked again when they are there. refused(error).
    """

    found = Signal(object, int)
    added = Signal(object)
    preparing = Signal(bool)
    refused = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._finder: Finder | None = None
        self._commands: CommandFinder | None = None
        self._query, self._commands_only = "", False
        self._is_gathering = False
        self._findings = Findings("", ())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look_further)
        shell.project_changed.connect(self._forget)
        shell.catalogue_changed.connect(self._forget)
        shell.ready.connect(self._forget)
        shell.commands.ran.connect(self._on_ran)

    @property
    def is_gathering(self) -> bool:
        return self._is_gathering

    def begin(self) -> None:
        """The window opens: commands as they are available now; texts gathered anew if they changed."""
        if self._shell.is_ready:
            self._commands = CommandFinder(self._listed(), self._shell.services.readings)
            if self._finder is None and not self._is_gathering:
                self._gather()

    def ask(self, query: str, commands_only: bool) -> None:
        """Find QUERY; emits `found` at once, and `added` later."""
        self._query, self._commands_only = query, commands_only
        began = time.perf_counter()
        findings = self._answer(query, commands_only)
        self.found.emit(findings, max(1, round((time.perf_counter() - began) * 1000)))
        self._pause.stop()
        if query.strip() and self._finder is not None:
            self._findings = findings
            self._pause.start()

    def _answer(self, query: str, commands_only: bool) -> Findings:
        if self._commands is None:
            return Findings(query, ())
        if commands_only:
            found = self._commands.find(query)
            return found if query.strip() else self._with_recent(found)
        if self._finder is None:
            return self._commands.find(query, limit=6) if query.strip() else Findings(query, ())
        if query.strip():
            return self._finder.find(query, self._commands)
        recent = self._finder.projects_named(number for number, _ in self._shell.recent)
        return Findings(query, (recent,) if recent else ())

    def _with_recent(self, found: Findings) -> Findings:
        """All commands, those used last on top."""
        by_id = {hit.key: hit for group in found.groups for hit in group.hits}
        used = tuple(by_id[name] for name in self._shell.preferences.texts(RECENT) if name in by_id)
        if not used:
            return found
        return Findings(found.query, (HitGroup(HitKind.COMMAND, "最近用过", used, len(used)), *found.groups))

    def look_further(self) -> None:
        """What needs the store or more time: where items stand in projects; the nearest spelling of what finds nothing."""
        finder, services, commands_only = self._finder, self._shell.services, self._commands_only
        query, findings = self._query, self._findings
        recent, commands = [number for number, _ in self._shell.recent], self._commands
        if finder is None:
            return

        def work(_: Report) -> tuple[str, bool, HitGroup | None]:
            group = None if commands_only else find_steps(finder, services, query, recent)
            if group is None and findings.is_loose:
                near = finder.nearest(query, commands, commands_only=commands_only)
                if near:
                    hit = Hit(HitKind.SPELLING, near, near, "没有一样的，是不是要找这个")
                    group = HitGroup(HitKind.SPELLING, SPELLING_TITLE, (hit,), 1)
            return query, commands_only, group

        self._shell.runner.latest(
            "search.further", work, done=self._on_further, failed=self.refused.emit, foreground=False
        )

    def _on_further(self, answer: tuple[str, bool, HitGroup | None]) -> None:
        query, commands_only, group = answer
        if group is not None and (query, commands_only) == (self._query, self._commands_only):
            self.added.emit(group)

    # -- gathering ------------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        services = self._shell.services
        self._is_gathering = True
        self.preparing.emit(True)
        self._shell.runner.latest(
            "search.gather",
            lambda _: build_finder(services),
            done=self._on_gathered,
            failed=self._on_not_gathered,
            foreground=False,
        )

    def _on_gathered(self, finder: Finder) -> None:
        self._finder, self._is_gathering = finder, False
        self.preparing.emit(False)
        self.ask(self._query, self._commands_only)

    def _on_not_gathered(self, error: Exception) -> None:
        self._is_gathering = False
        self.preparing.emit(False)
        if isinstance(error, DomainError):
            self.refused.emit(error)
        else:
            self._shell.show_error(error, "没有找成")

    def _forget(self, *_: object) -> None:
        self._finder = None

    # -- commands -------------------------------------------------------------------------------------------------

    def _listed(self) -> list[FindableCommand]:
        registry = self._shell.commands
        return [
            FindableCommand(
                each.id, each.text, each.menu, each.keywords, registry.native(each.id), registry.reason(each.id)
            )
            for each in registry
            if each.id not in _OWN
        ]

    def _on_ran(self, command_id: str) -> None:
        if command_id in _OWN:
            return
        before = [name for name in self._shell.preferences.texts(RECENT) if name != command_id]
        self._shell.preferences.set(RECENT, [command_id, *before][:RECENT_KEPT])

    def why_not(self, hit: Hit) -> str:
        """Why HIT cannot be opened now; "" if it can."""
        return self._shell.commands.reason(hit.key) if hit.kind is HitKind.COMMAND else ""

    def open(self, hit: Hit) -> None:
        """Go to what HIT stands for, or do it."""
        places = self._shell.window.places if self._shell.window is not None else {}
        match hit.kind:
            case HitKind.COMMAND:
                self._shell.commands.run(hit.key)
            case HitKind.ITEM | HitKind.MATERIAL:
                self._shell.open("catalogue", code=hit.key)
            case HitKind.PROJECT if "project" in places:
                self._shell.open("project", number=hit.key)
            case HitKind.STEP if "project" in places:
                number, _, code = hit.key.partition("/")
                self._shell.open("project", number=number, tab="schedule", step=code)
            case HitKind.OBSTACLE if "project" in places:
                number, _, obstacle = hit.key.partition("/")
                self._shell.open("project", number=number, tab="obstacles", step=obstacle)
            case HitKind.QUESTION if "project" in places:
                number, _, entry = hit.key.partition("/")
                self._shell.open("project", number=number, tab="consultations", step=int(entry))
            case _:
                self._shell.open("projects", select=hit.key.partition("/")[0])
