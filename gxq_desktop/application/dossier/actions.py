"""Three things for tomorrow (明天就能做的三件事): red, then amber, the best question, the next critical start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gxq_desktop.application.views import Action, Light, QuestionView, StepView
from gxq_desktop.application.wording import code_ranges, short_day, weekday
from gxq_desktop.domain.network import StepKind

MOST_ACTIONS = 3
_VERBS = {
    StepKind.APPROVAL: "送件受理",
    StepKind.MATERIAL: "动手准备",
    StepKind.UTILITY: "申请",
    StepKind.OBSTACLE: "落实责任单位，排除障碍",
    StepKind.FOLLOW_ON: "安排",
}


def next_actions(
    steps: Sequence[StepView], questions: Sequence[QuestionView], printed_on: date, plan_year: int
) -> tuple[Action, ...]:
    doable = [step for step in steps if step.kind in _VERBS and not step.running and step.early_start.on >= printed_on]
    urgent = [step for step in doable if step.light in (Light.RED, Light.AMBER)]
    urgent.sort(key=lambda step: (step.light is not Light.RED, step.days_left, step.early_start.on, step.id))
    coming = sorted(
        (step for step in doable if step not in urgent),
        key=lambda step: (step.early_start.on, not step.critical, step.late_start.on, step.id),
    )
    first = [_action(step, plan_year) for step in urgent]
    asked = [_question(question) for question in questions[:1]]
    room = MOST_ACTIONS - len(asked)
    return tuple((first[:room] + asked + [_action(step, plan_year) for step in coming])[:MOST_ACTIONS])


def _action(step: StepView, plan_year: int) -> Action:
    start, latest = step.early_start.on, step.late_start.on
    detail = f"{step.owner or '责任单位待定'}；最早 {short_day(start, plan_year)}（周{weekday(start)}）"
    detail += f"，最迟 {short_day(latest, plan_year)}（周{weekday(latest)}）"
    if step.total_float < 0:
        detail += f"，比目标要求晚 {-step.total_float} 个工作日"
    elif step.total_float == 0:
        detail += "，没有浮动"
    return Action(f"{_VERBS[step.kind]}：{step.short_name}", detail, step.light, step.code)


def _question(question: QuestionView) -> Action:
    touched = code_ranges(question.touches)
    return Action(f"告诉帮办员：{question.question.rstrip('?？')}", f"一个答案关系到 {touched} 办不办", None, "")
