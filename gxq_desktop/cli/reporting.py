"""How a command ends: in a sentence and an exit code, whatever happens. Imports little: the window starts through it too."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gxq_desktop.domain.errors import DomainError


def reported(work: Callable[[], int], log_folder: Callable[[], Path]) -> int:
    """What WORK returns. A refusal, an interruption or a bug of ours ends in a sentence on standard error and 1; a bug also
    leaves its traceback in LOG_FOLDER, asked for only then.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=_encoding_for_chinese(stream.encoding), errors="backslashreplace")
    try:
        code = work()
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where what goes wrong can still be said
        return code
    except KeyboardInterrupt:
        _say("已中断，没有写到一半的文件。")
    except DomainError as refusal:
        _say(f"{refusal.problem}{refusal.next_step}")
    except RecursionError:
        _say("输入的内容嵌套太深。请对照样例重写。")
    except Exception as error:
        if isinstance(error, OSError) and _is_of_a_stream(error):
            with suppress(OSError):  # what is left in the stream is not written at the end either
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if error.errno not in _FULL:
                return 0  # the reader has gone; stay quiet
            _say("输出没有写完：磁盘已满。请腾出磁盘空间后重试。")
        else:
            _say(_fault_sentence(error, log_folder()))
    return 1


_FULL = (errno.ENOSPC, errno.EDQUOT)
_GONE = (errno.EPIPE, errno.EINVAL)
"""What writing to a pipe says whose reader has ended, `| more` left with q: the second is what Windows says."""
_ERROR_ICON = 0x10  # MB_ICONERROR of MessageBoxW


def _is_of_a_stream(error: OSError) -> bool:
    """Whether ERROR is of writing to an open stream: one of a file names the file, one of Windows itself has its number."""
    named = error.filename is not None or getattr(error, "winerror", None) is not None
    return sys.stdout is not None and not named and error.errno in _GONE + _FULL


def _encoding_for_chinese(usual: str | None) -> str:
    """USUAL if it has our words: what the system's other programs read (`| more`, PowerShell: cp936). Else UTF-8."""
    try:
        "已存".encode(usual or "ascii")
    except (LookupError, UnicodeEncodeError):
        return "utf-8"
    return usual or "utf-8"


def _say(sentence: str) -> None:
    """On standard error; where a program without a console has none (Windows), in a message box."""
    if sys.stderr is None and sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "高新区项目审批服务台", _ERROR_ICON)
    else:
        print(sentence, file=sys.stderr)


def _fault_sentence(error: Exception, folder: Path) -> str:
    """Our own bug: keep its traceback in FOLDER, and say what happened, whether the data is safe, what to do."""
    import traceback

    happened = f"程序自己出了错（{type(error).__name__}），这不是您的输入造成的。"
    safe = "没有做完的这一步没有保存，原有数据不受影响。"
    log = folder / "errors.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return f"{happened}{safe}请把下面几行发给维护人员：\n{''.join(traceback.format_exception(error))}"
    return f"{happened}{safe}请把 {log} 发给维护人员。"
