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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
STAMP = VENV / "installed-from.txt"
EXTRAS = {"test": ("desk", "test", "lint"), "desk": ("desk",)}
"""What a command needs beyond the program itself."""

QT_IMPORTS = "import PySide6.QtWidgets, PySide6.QtPdfWidgets, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtNetwork"
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


def _require_qt_libraries() -> None:
    """Qt's wheels link to system libraries that a bare Debian does not have."""
    if not sys.platform.startswith("linux"):
        return
    tried = subprocess.run([str(_python_of_venv()), "-c", QT_IMPORTS], capture_output=True, text=True, check=False)
    if tried.returncode and "cannot open shared object" in tried.stderr:
        _install_with_apt(QT_PACKAGES, f"Qt lacks a system library ({tried.stderr.strip().splitlines()[-1]}).")


def _install(extras: tuple[str, ...]) -> None:
    """Make the environment once for each state of the project file, the pins and the extras."""
    state = "\n".join([(ROOT / "pyproject.toml").read_text("utf-8"), CONSTRAINTS.read_text("utf-8")])
    installed, _, of_state = STAMP.read_text("utf-8").partition("\n") if STAMP.exists() else ("", "", "")
    known = set(installed.split(",")) - {""}
    if STAMP.exists() and of_state == state and set(extras) <= known:
        return
    _require_venv_module()
    python = str(_python_of_venv())
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
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
            _require_qt_libraries()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Setting up failed at: {' '.join(map(str, failure.cmd))}\nSee the lines above; then run it again.")
    if task == "test":
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # In the order of tests/conftest.py, the long files first; REST may say otherwise: -n 0
        command = ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", *rest]
    else:
        command = ["-m", "gxq_desktop", *(rest if task == "desk" else arguments)]
    working = ROOT if task == "test" else None
    return subprocess.run([str(_python_of_venv()), *command], cwd=working, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
