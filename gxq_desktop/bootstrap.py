"""Set up and run from a fresh checkout: `python3 -m gxq_desktop.bootstrap demo` or `… bootstrap test`.

Standard library only, since nothing is installed yet. Makes `.venv` beside the sources, installs this program with the
pinned versions of .ci/constraints.txt, then runs the program, or the tests. On Debian a missing python3-venv is
installed as root; otherwise the exact apt-get line is printed.
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


def _python_of_venv() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _require_venv_module() -> None:
    """Debian splits venv's ensurepip off into python3-venv; get it, or say how."""
    if importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    line = f"apt-get update && apt-get install -y {package}"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"+ {line}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=True, env=environment)
        subprocess.run(["apt-get", "install", "-y", package], check=True, env=environment)
        return
    sys.exit(f"This Python has no venv module. Install it, then run this command again:\n\n    sudo sh -c '{line}'\n")


def _install(extras: str) -> None:
    """Make the environment once for each state of the project file, the pins and the extras."""
    wanted = "\n".join([extras, (ROOT / "pyproject.toml").read_text("utf-8"), CONSTRAINTS.read_text("utf-8")])
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    _require_venv_module()
    python = str(_python_of_venv())
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "-q", "-c", str(CONSTRAINTS)]
    print("Installing into .venv (a minute or two, once) …", flush=True)
    subprocess.run([*pip, "-e", f"{ROOT}{extras}"], check=True)
    STAMP.write_text(wanted, "utf-8")


def main(arguments: list[str]) -> int:
    """Run ARGUMENTS: `test [pytest options]`, or any command of gxq-desktop. Returns its exit code."""
    if sys.version_info < (3, 11):
        sys.exit(f"GXQ Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments:
        sys.exit("usage: python3 -m gxq_desktop.bootstrap demo --out papers | test | any gxq-desktop command")
    tests = arguments[0] == "test"
    try:
        _install("[test,lint]" if tests else ("[test,lint]" if _has_tests_installed() else ""))
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Setting up failed at: {' '.join(map(str, failure.cmd))}\nSee the lines above; then run it again.")
    command = ["-m", "pytest", *arguments[1:]] if tests else ["-m", "gxq_desktop", *arguments]
    return subprocess.run([str(_python_of_venv()), *command], cwd=ROOT if tests else None, check=False).returncode


def _has_tests_installed() -> bool:
    return STAMP.exists() and STAMP.read_text("utf-8").startswith("[test,lint]")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
