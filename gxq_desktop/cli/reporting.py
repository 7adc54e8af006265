"""How a command ends: in a sentence and an exit code, whatever happens. Imports little: the window starts through it too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from gxq_desktop.domain.errors import DomainError


def reported(work: Callable[[], int], log_folder: Callable[[], Path]) -> int:
    """What WORK returns. A refusal, an interruption or a bug of ours ends in a sentence on standard error and 1; a bug also
    leaves its traceback in LOG_FOLDER, asked for only then.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return work()
    except KeyboardInterrupt:
        print("已中断，没有写到一半的文件。", file=sys.stderr)
    except DomainError as refusal:
        print(refusal.problem, refusal.next_step, sep="", file=sys.stderr)
    except RecursionError:
        print("输入的内容嵌套太深。请对照样例重写。", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; stay quiet
        return 0
    except Exception as error:
        print(_fault_sentence(error, log_folder()), file=sys.stderr)
    return 1


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
