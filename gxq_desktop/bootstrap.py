"""Set up and run from a fresh checkout: `python3 -m gxq_desktop.bootstrap demo`, `… test`, `… desk`.

Standard library only, since nothing is installed yet. Makes `.venv` beside the sources, installs this program with the
pinned versions of .ci/constraints.txt, then runs the program, its window, or the tests. What a bare Debian lacks
(python3-venv, the libraries Qt links to) is installed as root; otherwise the exact apt-get line is printed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
STAMP = VENV / "installed-from.txt"
EXTRAS = {"test": ("desk", "test", "lint"), "desk": ("desk",)}
"""What a command needs beyond the program itself."""

QT_IMPORTS = "import PySide6.QtWidgets, PySide6.QtPdfWidgets, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtNetwork"
XCB_PLUGIN = (
    "import ctypes, os, PySide6.QtGui as qt;"
    "ctypes.CDLL(os.path.join(os.path.dirname(qt.__file__), 'Qt', 'plugins', 'platforms', 'libqxcb.so'))"
)
"""What a window on X11 loads only when it opens; Qt then aborts where a library is missing."""

QT_PACKAGES = (
    "libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libxkbcommon-x11-0 libx11-xcb1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libsm6 libice6 libcups2 libnss3"
)
"""Debian's packages for a Qt 6 window on X11 or offscreen, printing and PDF."""


def _python_of_venv() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _install_with_apt(packages: str, why: str) -> None:
    """Install Debian PACKAGES as root, or leave with the exact line."""
    line = f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    if shutil.which("apt-get") is None:
        sys.exit(f"{why} Install the packages that match these of Debian, then run this command again: {packages}")
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        sys.exit(f"{why} Install it, then run this command again:\n\n    sudo sh -c '{line}'\n")
    print(f"+ {line}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    subprocess.run(["apt-get", "update"], check=True, env=environment, stdout=quiet)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages.split()]
    subprocess.run(install, check=True, env=environment, stdout=quiet)


def _require_venv_module() -> None:
    """Debian splits venv's ensurepip off into python3-venv."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _install_with_apt(f"python{version}-venv", "This Python has no venv module.")


def _require_qt_libraries(on_x11: bool) -> None:
    """Qt's wheels link to system libraries that a bare Debian does not have. ON_X11: a window is to open there."""
    if not sys.platform.startswith("linux"):
        return
    needed = f"{QT_IMPORTS}; {XCB_PLUGIN}" if on_x11 else QT_IMPORTS
    tried = subprocess.run([str(_python_of_venv()), "-c", needed], capture_output=True, text=True, check=False)
    if tried.returncode and "cannot open shared object" in tried.stderr:
        _install_with_apt(QT_PACKAGES, f"Qt lacks a system library ({tried.stderr.strip().splitlines()[-1]}).")


def _opens_on_x11(environment: Mapping[str, str]) -> bool:
    """Whether Qt will take X11: neither another platform is asked for nor Wayland runs."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    return platform.startswith("xcb") or not (platform or environment.get("WAYLAND_DISPLAY"))


def _venv_is_whole() -> bool:
    """Not so where making it was interrupted, or the Python it was made from has gone or become another version."""
    if not _python_of_venv().exists():
        return False
    tried = subprocess.run([str(_python_of_venv()), "-c", "import pip"], capture_output=True, check=False)
    return tried.returncode == 0


def _install(extras: tuple[str, ...]) -> None:
    """Make the environment once for each state of the project file, the pins and the extras."""
    texts = [(ROOT / "pyproject.toml").read_text("utf-8"), CONSTRAINTS.read_text("utf-8")]
    state = "\n".join([str(ROOT), *texts])  # commands in .venv name the folder: one that was moved needs them anew
    installed, _, of_state = STAMP.read_text("utf-8").partition("\n") if STAMP.exists() else ("", "", "")
    known = set(installed.split(",")) - {""}
    whole = _venv_is_whole()
    if whole and STAMP.exists() and of_state == state and set(extras) <= known:
        return
    if not whole:
        _require_venv_module()
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    python = str(_python_of_venv())
    wanted = ",".join(sorted(known | set(extras)))
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "-q", "-c", str(CONSTRAINTS)]
    print("Installing into .venv (a minute or two, once) …", flush=True)
    subprocess.run([*pip, "-e", f"{ROOT}[{wanted}]" if wanted else str(ROOT)], check=True)
    STAMP.write_text(f"{wanted}\n{state}", "utf-8")


def main(arguments: list[str]) -> int:
    """Run ARGUMENTS: `test [pytest options]`, `desk`, or any command of gxq-desktop. Returns its exit code."""
    if sys.version_info < (3, 11):
        sys.exit(f"GXQ Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments:
        sys.exit("usage: python3 -m gxq_desktop.bootstrap demo --out papers | test | desk | any gxq-desktop command")
    task, rest = arguments[0], arguments[1:]
    extras = EXTRAS.get(task, ())
    environment = dict(os.environ)
    try:
        _install(extras)
        if "desk" in extras:
            _require_qt_libraries(on_x11=task == "desk" and _opens_on_x11(environment))
    except KeyboardInterrupt:
        sys.exit("Interrupted; run it again.")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Setting up failed at: {' '.join(map(str, failure.cmd))}\nSee the lines above; then run it again.")
    if task == "test":
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # In the order of tests/conftest.py, the long files first; REST may say otherwise: -n 0
        command = ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", *rest]
    else:
        command = ["-m", "gxq_desktop", *(rest if task == "desk" else arguments)]
    working = ROOT if task == "test" else None
    try:
        return subprocess.run([str(_python_of_venv()), *command], cwd=working, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130  # the program has said so itself


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
