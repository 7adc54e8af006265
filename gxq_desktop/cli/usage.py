"""Wrong usage of the command line, in Chinese: the parser library says it in English."""

from __future__ import annotations

import typer

UsageError = typer.BadParameter.__mro__[1]
"""What the parser raises for any wrong usage: the parent of BadParameter."""


def usage_sentence(error: Exception) -> str:
    """What is wrong with the line, as a Chinese sentence."""
    kind = type(error).__name__
    name = getattr(error, "option_name", "")
    match kind:
        case "NoSuchOption":
            near = getattr(error, "possibilities", None) or ()
            return f"没有选项“{name}”" + (f"，最接近的是“{sorted(near)[0]}”。" if near else "。")
        case "MissingParameter":
            return f"缺少{_named(error)}。"
        case "BadOptionUsage":
            return f"选项“{name}”后面缺少内容。"
        case "NoArgsIsHelpError":
            return "还要写出子命令。"
        case "BadParameter":
            text = str(getattr(error, "message", error))
            return text if text.endswith("。") else f"{_named(error)}的内容不对（{text}）。"
    words = str(getattr(error, "message", error))
    quoted = words.split("'")
    if words.startswith("No such command") and len(quoted) >= 2:
        return f"没有命令“{quoted[1]}”。"
    if words.startswith("Got unexpected extra argument"):
        extra = words[words.rfind("(") + 1 : words.rfind(")")]
        return f"多出了内容“{extra}”。"
    return f"{words}。"


def _named(error: Exception) -> str:
    """The parameter ERROR is about, as the line writes it."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "内容"
    names = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    return f"选项“{names[0]}”" if names else f"“{getattr(parameter, 'metavar', None) or parameter.name}”"
