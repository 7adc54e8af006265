"""All or nothing: one transaction for what belongs together, on one thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.store.consultation_repository import SqlConsultationRepository
from gxq_desktop.store.draft_repository import SqlDraftRepository
from gxq_desktop.store.ledger_repository import SqlLedgerRepository
from gxq_desktop.store.repositories import (
    SqlEditionRepository,
    SqlPlanRepository,
    SqlProjectRepository,
    SqlSampleRepository,
)
from gxq_desktop.store.staff_repository import SqlStaffRepository

_READING: dict[str, dict[str, object]] = {
    "sqlite": {"sqlite_begin": "DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_WRITING: dict[str, dict[str, object]] = {
    "sqlite": {"sqlite_begin": "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED", "postgresql_readonly": False},
}


class SqlUnitOfWork:
    """See `ports.UnitOfWork`. Belongs to the thread that entered it; RuntimeError on any other, or when entered twice.

    Until the first write everything is read from one moment (snapshot), so that a project's parts fit together, and
    nothing can be written. The first write leaves that moment and takes its place in the queue of writers; whoever read
    something older is found out by its revision. Keep the block short after the first write: other windows wait for it.
    """

    def __init__(self, engine: Engine, dictionary: Callable[[], FactDictionary], today: Callable[[], date]) -> None:
        self._engine = engine
        self._session: Session | None = None
        self._owner: int | None = None
        self._writing = False
        self._projects = SqlProjectRepository(self._to_read, self._to_write, dictionary, today)
        self._editions = SqlEditionRepository(self._to_read, self._to_write)
        self._plans = SqlPlanRepository(self._to_write)
        self._samples = SqlSampleRepository(self._to_read, self._to_write)
        self._drafts = SqlDraftRepository(self._to_read, self._to_write)
        self._ledger = SqlLedgerRepository(self._to_read, self._to_write, dictionary)
        self._consultations = SqlConsultationRepository(self._to_read, self._to_write)
        self._staff = SqlStaffRepository(self._to_read, self._to_write)

    @property
    def projects(self) -> SqlProjectRepository:
        self._entered()
        return self._projects

    @property
    def editions(self) -> SqlEditionRepository:
        self._entered()
        return self._editions

    @property
    def plans(self) -> SqlPlanRepository:
        self._entered()
        return self._plans

    @property
    def samples(self) -> SqlSampleRepository:
        self._entered()
        return self._samples

    @property
    def drafts(self) -> SqlDraftRepository:
        self._entered()
        return self._drafts

    @property
    def ledger(self) -> SqlLedgerRepository:
        self._entered()
        return self._ledger

    @property
    def consultations(self) -> SqlConsultationRepository:
        self._entered()
        return self._consultations

    @property
    def staff(self) -> SqlStaffRepository:
        self._entered()
        return self._staff

    def __enter__(self) -> Self:
        if self._session is not None:
            raise RuntimeError("this unit of work is already entered; open another one")
        self._session = Session(self._engine, autoflush=False)
        self._owner = threading.get_ident()
        self._writing = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session = self._entered()
        self._session = self._owner = None
        session.close()  # rolls back what was not committed

    def commit(self) -> None:
        session = self._entered()
        try:
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            self._writing = False

    def _entered(self) -> Session:
        if self._session is None:
            raise RuntimeError("enter the unit of work first: with uow: …")
        if self._owner != threading.get_ident():
            raise RuntimeError("a unit of work belongs to the thread that entered it")
        return self._session

    def _to_read(self) -> Session:
        session = self._entered()
        if not session.in_transaction():
            session.connection(execution_options=_READING[self._engine.dialect.name])
        return session

    def _to_write(self) -> Session:
        session = self._entered()
        if not self._writing:
            session.rollback()
            session.connection(execution_options=_WRITING[self._engine.dialect.name])
            self._writing = True
        return session
