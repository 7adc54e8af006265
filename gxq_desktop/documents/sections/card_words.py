"""What the cards say, in words: the same sentences on a full card, a compact one and an item's card alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from gxq_desktop.application.views import (
    CardView,
    ContactView,
    Day,
    Dossier,
    ExcludedView,
    Light,
    MaterialLine,
    StepView,
)
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.marks import box_mark
from gxq_desktop.documents.sections.limit_bar import NOT_CONCERNED
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.styles import NOTE, TextStyle
from gxq_desktop.documents.text import InlineMark, PageRef, Run, Text, date_text, joined, marked, plain, shortened
from gxq_desktop.domain.network import StepKind

TEMPLATE_NOTE: Final = "窗口号、电话、在线编码为样例，以窗口公布为准。"
LOW_CONFIDENCE_NOTE: Final = "依据或时限未经本地核实，以窗口公布为准。"
NOT_PROVIDED: Final = "未提供，请问窗口"
NOT_ASSIGNED: Final = "待指派"
_NOT_APPLYING: Final = "（本项目不办）"
_STOPS: Final = "。！？；"


class Neighbour(NamedTuple):
    """A step right before or after the card's item. short: at most 12 characters. binding: it sets the early date."""

    step_id: str
    code: str
    name: str
    map_name: str
    day: Day
    verb: str
    binding: bool
    anchor: str


@dataclass(frozen=True)
class CardWords:
    """The words of one card. dossier: the project; places: where page references lead, nowhere on a card alone."""

    card: CardView
    dossier: Dossier
    places: Places

    @cached_property
    def step(self) -> StepView:
        return self.dossier.step_by_id[self.card.step_id]

    @property
    def plan_year(self) -> int:
        return self.dossier.start_on.year

    # --- dates ----------------------------------------------------------------------------------------------------------

    def day(self, day: Day, style: TextStyle, weekday_shown: bool = True) -> Text:
        return day_text(day, style, self.plan_year, weekday_shown)

    @cached_property
    def is_begun(self) -> bool:
        """Accepted, decided or further."""
        return self.step.running or self.step.light is Light.DONE

    def is_over(self, step_id: str) -> bool:
        return self.dossier.step_by_id[step_id].light is Light.DONE

    @cached_property
    def waits_for(self) -> str:
        """What the planned acceptance waits for, in a few words: 等A18办结."""
        binding = [each for each in self.before if each.binding]
        if not binding:
            return "不等别的事"
        return f"等{binding[0].code or binding[0].map_name}{binding[0].verb}"

    # --- before and after ------------------------------------------------------------------------------------------------

    @cached_property
    def before(self) -> tuple[Neighbour, ...]:
        """Steps that must end first, by item; an item with steps that are not counted ends with the last of them."""
        binding = {link.before for link in self.dossier.links if link.binding and link.after == self.card.step_id}
        found: dict[str, Neighbour] = {}
        for step in self._steps(self.card.predecessors):
            neighbour = self._neighbour(step, step.early_finish, _ENDS, step.id in binding)
            known = found.get(neighbour.code or step.id)
            if known is None or known.day.on <= neighbour.day.on:
                found[neighbour.code or step.id] = neighbour
        return tuple(found.values())

    @cached_property
    def after(self) -> tuple[Neighbour, ...]:
        """Steps that can begin once this one has ended."""
        found: dict[str, Neighbour] = {}
        for step in self._steps(self.card.successors):
            neighbour = self._neighbour(step, step.early_start, _BEGINS, False)
            found.setdefault(neighbour.code or step.id, neighbour)
        return tuple(found.values())

    def _steps(self, ids: Iterable[str]) -> list[StepView]:
        by_id = self.dossier.step_by_id
        return [by_id[each] for each in ids if each in by_id]

    def _neighbour(self, step: StepView, day: Day, verbs: dict[StepKind, str], binding: bool) -> Neighbour:
        if step.kind is StepKind.MILESTONE:
            gate = self.dossier.gate(step.id)
            code, name, map_name = gate.sign, gate.name, gate.name
        elif step.parent and step.parent in self.dossier.step_by_code:
            main = self.dossier.step_by_code[step.parent]
            code, name, map_name = main.code, main.short_name, main.map_name
        else:
            code, name, map_name = step.code, step.short_name, step.map_name
        anchor = self.places.of_code(code) or self.places.of_step(step)
        return Neighbour(step.id, code, name, map_name, day, verbs[step.kind], binding, anchor)

    # --- rows -----------------------------------------------------------------------------------------------------------

    def why(self, style: TextStyle, plain_style: TextStyle) -> list[Text]:
        """Why the item applies, in kai; what an officer decided instead, under it, the rule's own word then marked as such."""
        by_rule = "按规则：" if self.card.override_text else ""
        said = [plain(by_rule + self.card.why, style)] if self.card.why else []
        if self.card.override_text:
            said.append(marked("<b>{decided}</b>", plain_style, decided=self.card.override_text))
        return said

    def basis(self, style: TextStyle) -> Text:
        text = plain("；".join(self.card.basis) or NOT_PROVIDED, style)
        return (*text, *plain(f"　{LOW_CONFIDENCE_NOTE}", NOTE)) if self.card.confidence == "低" else text

    def conditions(self, style: TextStyle) -> Text:
        return plain(sentence("；".join(self.card.conditions)), style) if self.card.conditions else ()

    def where(self, style: TextStyle) -> Text:
        window = self.card.window
        return marked(
            "<b>{number}窗口　{name}</b>　{phone}",
            style,
            number=window.number,
            name=window.name,
            phone=window.phone or NOT_PROVIDED,
        )

    @property
    def where_is_template(self) -> bool:
        return self.card.window.provenance.template

    def parallel(self, style: TextStyle, named: bool = True) -> Text:
        """Items that run beside this one: NAMED with, in grey, the codes this project does not need; or by code alone."""
        needed = [each for each in self.card.parallel if not each.endswith(_NOT_APPLYING)]
        others = [each.split(" ", 1)[0] for each in self.card.parallel if each.endswith(_NOT_APPLYING)]
        if not needed:
            return ()
        text = plain("、".join(needed if named else (each.split(" ", 1)[0] for each in needed)), style)
        if others and named:
            text = (*text, *plain(f"（{'、'.join(others)}本项目不办）", style.grey()))
        return text

    def why_dates(self, style: TextStyle) -> list[Text]:
        """What set the earliest and the latest acceptance."""
        return [plain(each, style) for each in dict.fromkeys((self.step.why_early, self.step.why_late)) if each]

    def why_dates_shortly(self, style: TextStyle) -> list[Text]:
        """Only the sentence that names what set each date."""
        said = dict.fromkeys((self.step.why_early, self.step.why_late))
        return [plain(first_sentence(each), style) for each in said if each]

    def levers(self, style: TextStyle, boxed: bool = True) -> list[Text]:
        """A box if BOXED, the lever, what it gains alone, on which condition."""
        lines = []
        for lever in self.card.levers:
            gain = f"约快 {lever.gain_days} 个工作日" if lever.gain_days else "不改变总工期"
            lines.append(
                marked(
                    "{box}{text}，{gain}<g>{condition}</g>",
                    style,
                    box=tick_mark(style) if boxed else "",
                    text=lever.text,
                    gain=gain,
                    condition=f"（{lever.condition}）" if lever.condition else "",
                )
            )
        return lines

    def result(self, style: TextStyle) -> Text:
        card = self.card
        validity = f"。{card.result_validity}" if card.result_validity else ""
        return marked("<b>{name}</b>{validity}", style, name=card.result_name, validity=sentence(validity))

    def fee(self, style: TextStyle) -> Text:
        return plain(self.card.fee or NOT_PROVIDED, style)

    def not_counted(self, style: TextStyle) -> list[Text]:
        """公示与听证: what the item says of them, then every step that is not counted: when it is, or when it comes."""
        said = [plain(sentence(self.card.notice_and_hearing), style)] if self.card.notice_and_hearing else []
        steps = [text for text in (self._not_counted(each, style) for each in self.card.excluded) if text]
        if steps:
            said.append((*plain("不计入时限：", style), *joined(steps, "；", style), *plain("。", style)))
        elif self.card.excluded_note:
            said.append(plain(f"不计入时限：{sentence(self.card.excluded_note)}", style))
        return said

    def _not_counted(self, step: ExcludedView, style: TextStyle) -> Text:
        if step.planned:
            dates = self.dossier.step_by_id[step.step_id]
            one_day = dates.early_start.on == dates.early_finish.on
            return marked(
                "{name} {length}，排在 {first}" if one_day else "{name} {length}，排在 {first} 至 {last}",
                style,
                name=step.name,
                length=step.length_text,
                first=self.day(dates.early_start, style, weekday_shown=False),
                last=self.day(dates.early_finish, style, weekday_shown=False),
            )
        if step.note.endswith(NOT_CONCERNED):
            return ()
        return plain(
            f"{step.name} {step.length_text}，{step.note}" if step.note else f"{step.name} {step.length_text}", style
        )

    def asked(self, style: TextStyle) -> list[Text]:
        """常见问题: the question bold, its answer after it, in grey when it was answered and how often asked."""
        said = []
        for each in self.card.asked:
            often = f"，问过 {each.times} 次" if each.times > 1 else ""
            said.append(
                marked(
                    "<b>{question}</b>　{answer}<g>（{day} 答{often}）</g>",
                    style,
                    question=each.question.strip(),
                    answer=sentence(each.answer.strip()),
                    day=each.answered_on.isoformat(),
                    often=often,
                )
            )
        return said

    def remedies(self, style: TextStyle) -> list[Text]:
        """Review and suit, whom to call, and the window for what does not get done (办不成事)."""
        said = [plain(sentence(self.card.remedies), style)] if self.card.remedies else []
        stuck = next((each for each in self.dossier.centre.windows if "办不成事" in each.name), None)
        call = self.card.complaint
        if stuck is not None:
            call += f"；办不成事找{stuck.number}窗口"
        said.append(plain(sentence(call or NOT_PROVIDED), style))
        return said

    def remedies_shortly(self, style: TextStyle) -> list[Text]:
        """The same in one line where chapter 十 says it in full."""
        if not (self.has_standard_remedies and self.places.in_manual):
            return self.remedies(style)
        return [
            marked(
                "可以申请行政复议、提起行政诉讼，办法和期限见第{page}页。{call}",
                style,
                page=PageRef("chapter:service"),
                call=sentence(self.card.complaint),
            )
        ]

    @property
    def has_standard_remedies(self) -> bool:
        """The item has no remedies of its own, so chapter 十 says the same."""
        return self.card.remedies == self.dossier.centre.remedies

    def person(self, label: str, contact: ContactView, style: TextStyle) -> Text:
        """帮办 李晓岚 0818-555 0117."""
        return marked(
            "{label} <b>{name}</b>{phone}",
            style,
            label=label,
            name=contact.name or NOT_ASSIGNED,
            phone=f" {contact.phone}" if contact.phone else "",
        )

    def material(self, line: MaterialLine, style: TextStyle, room: float | None = None) -> Text:
        """Where a paper comes from, with the page that tells of it; without one, in at most ROOM mm."""
        anchor = self.places.of_code(line.from_code)
        if not anchor:
            return plain(line.from_text if room is None else shortened(line.from_text, style, room), style)
        said = line.from_text if anchor.startswith("card:") else line.from_code
        return marked("{said}，{page}页", style, said=said, page=PageRef(anchor))

    @cached_property
    def shared_count(self) -> int:
        return sum("免交" in line.shared for line in self.card.materials)


_ENDS: Final = {
    StepKind.APPROVAL: "办结",
    StepKind.MATERIAL: "备齐",
    StepKind.UTILITY: "完成",
    StepKind.EXCLUDED: "完成",
    StepKind.CONSTRUCTION: "完工",
    StepKind.MILESTONE: "达到",
    StepKind.OBSTACLE: "排除",
    StepKind.FOLLOW_ON: "完成",
}
_BEGINS: Final = {
    StepKind.APPROVAL: "受理",
    StepKind.MATERIAL: "动手",
    StepKind.UTILITY: "开始",
    StepKind.EXCLUDED: "开始",
    StepKind.CONSTRUCTION: "开始",
    StepKind.MILESTONE: "达到",
    StepKind.OBSTACLE: "开始",
    StepKind.FOLLOW_ON: "开始",
}


@lru_cache(maxsize=4096)
def day_text(day: Day, style: TextStyle, plan_year: int, weekday_shown: bool) -> Text:
    """DAY as date_text sets it; the same object every time, so that lines with it are set once."""
    return date_text(day.on, style, plan_year=plan_year, provisional=day.provisional, weekday_shown=weekday_shown)


@lru_cache
def tick_mark(style: TextStyle) -> InlineMark:
    """A tick box in a line of STYLE; the same object every time, for the same reason."""
    return box_mark(style)


def sentence(text: str) -> str:
    """TEXT with a full stop, if it has none."""
    return text if not text or text[-1] in _STOPS else f"{text}。"


def first_sentence(text: str) -> str:
    """TEXT up to its first full stop, included."""
    return text[: text.index("。") + 1] if "。" in text else text


def bound(texts: Iterable[Text], separator: str, style: TextStyle) -> Text:
    """The TEXTS that are not empty, with SEPARATOR between them."""
    return joined([text for text in texts if text], separator, style)


def code_list(neighbours: Sequence[Neighbour]) -> str:
    """Codes with runs joined, then what has none by its name."""
    items = sorted(each.code for each in neighbours if each.code[1:].isdigit() and each.code[0] in "ABC")
    others = [each.code or each.map_name for each in neighbours if each.code not in items]
    return "、".join(filter(None, (code_ranges(items), *others)))


def with_page(neighbour: Neighbour, style: TextStyle, named: bool = True) -> Text:
    """A18 用地规划许可 14页; the name left out where there is no room for it."""
    name = neighbour.map_name if named else ""
    text = plain(f"{neighbour.code} {name}".strip(), style)
    if not neighbour.anchor:
        return text
    small = style.sized(7.5).grey()
    return (*text, Run(" ", small), PageRef(neighbour.anchor, style=small), Run("页", small))
