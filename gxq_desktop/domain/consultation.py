"""The consultation log (咨询记录, S15): what an enterprise asked about an item, the answer, by whom and when.

An answer is part of the public record: once its day is over a correction keeps the wording before it with a reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

ANSWER_WITHIN_WORKING_DAYS = 3
"""By when a question is answered unless another day was promised; the bureau's own rule, no law sets it."""
LONGEST_QUESTION = 500
LONGEST_ANSWER = 2000
LONGEST_NAME = 40
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_NOT_SAID = re.compile(r"[\W_]+")


class ConsultationNotFound(DomainError):
    def __init__(self, number: int) -> None:
        super().__init__(f"没有第 {number} 条咨询。", "它可能已被撤销，请刷新后再看。")


class NamesSomebody(DomainError):
    """What is to be shown to other enterprises names one, or a person, or a phone number."""


@frozen
class EarlierWording:
    """What stood in an entry before it was corrected, until when, by whom and why."""

    question: str
    answer: str
    changed_on: date
    changed_by: str
    reason: str


@frozen
class Consultation:
    """A question and, once given, its answer.

    number: counts from 1 within the project, never given twice while the entry stands. code: of the item asked about, "" for
    the project as a whole. asked_by: on the enterprise's side. recorded_by: the clerk who wrote it down. due_on: by when it is
    answered. answered_on: None while open. is_public (可公开): may be shown to other enterprises, without names. written_on: the
    day the wording was last written, on which it can be changed without a trace. earlier: oldest first.
    """

    number: int
    code: str
    question: str
    asked_by: str
    asked_on: date
    due_on: date
    recorded_by: str
    written_on: date
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    is_public: bool = False
    earlier: tuple[EarlierWording, ...] = ()

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"number must be at least 1, got {self.number}")
        if (self.answered_on is None) != (not self.answer):
            raise ValueError("an answer has a day, and a day an answer")
        _require(self.question, "问题", LONGEST_QUESTION)
        _require(self.recorded_by, "记录人", LONGEST_NAME)
        if self.answer:
            _require(self.answer, "答复", LONGEST_ANSWER)
            _require(self.answered_by, "答复人", LONGEST_NAME)
        if self.due_on < self.asked_on:
            raise DomainError(f"答复期限 {self.due_on} 早于提问日 {self.asked_on}。", "请核对两个日期。")
        if self.answered_on is not None and self.answered_on < self.asked_on:
            raise DomainError(f"答复日 {self.answered_on} 早于提问日 {self.asked_on}。", "请核对两个日期。")
        if self.is_public and not self.answer:
            raise DomainError("还没有答复，不能公开。", "先写答复，再标“可公开”。")

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    @property
    def asked_as(self) -> str:
        """The question without what differs from one asking to the next: blanks, punctuation, letter case."""
        return _NOT_SAID.sub("", self.question).casefold()

    def answered(self, answer: str, by: str, on: date, today: date) -> Consultation:
        """This entry with its first ANSWER. Raises DomainError if it has one, or for a day to come."""
        if not self.is_open:
            raise DomainError(f"第 {self.number} 条咨询已经答复过。", "要改答复，请用更正；原来的答复会保留。")
        if on > today:
            raise DomainError(f"答复日 {on} 还没有到。", f"最晚填今天 {today}。")
        _require(answer, "答复", LONGEST_ANSWER)
        return replace(self, answer=answer.strip(), answered_by=by.strip(), answered_on=on, written_on=today)

    def corrected(
        self, question: str, answer: str, by: str, reason: str, today: date, names: tuple[str, ...] = ()
    ) -> Consultation:
        """This entry in other words; itself if they are the same.

        On the day it was written nothing is kept of the words before; later they stay with REASON. Taking an answer out is no
        correction. Raises DomainError without a reason; NamesSomebody if the entry is shown to others and would then hold one
        of NAMES, as `published` would.
        """
        question, answer = question.strip(), answer.strip()
        if (question, answer) == (self.question, self.answer):
            return self
        if self.answer and not answer:
            raise DomainError("更正后没有答复了。", "请写改后的答复；误记的当天可以撤销。")
        if not self.answer and answer:
            raise ValueError("a first answer is given by `answered`")
        earlier = self.earlier
        if today != self.written_on:
            if not reason.strip():
                raise DomainError("更正没有写理由。", "请写明为什么更正；原来的文字会保留。")
            _require(by, "更正人", LONGEST_NAME)
            earlier = (*earlier, EarlierWording(self.question, self.answer, today, by.strip(), reason.strip()))
        if self.is_public:
            require_nameless(f"{question}\n{answer}", (self.asked_by, *names))
        return replace(self, question=question, answer=answer, written_on=today, earlier=earlier)

    def published(self, is_public: bool, names: tuple[str, ...]) -> Consultation:
        """This entry shown to other enterprises, or not. NAMES: of the enterprise, the asker and the project's people.

        Raises NamesSomebody if question or answer hold one of them or a mobile phone number; DomainError while open.
        """
        if is_public:
            require_nameless(f"{self.question}\n{self.answer}", (self.asked_by, *names))
        return replace(self, is_public=is_public)


def require_nameless(text: str, names: tuple[str, ...]) -> None:
    """Raise NamesSomebody if TEXT holds one of NAMES (two characters or more) or a mobile phone number."""
    for name in names:
        if len(name.strip()) >= 2 and name.strip() in text:
            raise NamesSomebody(
                f"文字里有“{name.strip()}”，别的企业会看到。", "请先更正成不带企业名和人名的说法，再标“可公开”。"
            )
    phone = _PHONE.search(text)
    if phone is not None:
        raise NamesSomebody(f"文字里有手机号 {phone.group()}，别的企业会看到。", "请先更正，去掉号码，再标“可公开”。")


def _require(text: str, what: str, longest: int) -> None:
    if not text.strip():
        raise DomainError(f"没有写{what}。", f"请写明{what}。")
    if len(text) > longest:
        raise DomainError(f"{what}有 {len(text)} 个字，超过 {longest} 个。", "请写短一些，细节写进答复附件或备注。")
