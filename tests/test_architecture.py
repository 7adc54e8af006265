"""Imports point inwards: reads every import of the package with ast and fails on any the layers do not allow."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "gxq_desktop"
OUTER = {
    "catalogue": {"domain", "application", "paths", "yaml", "lark", "lunar_python"} | {"pypinyin", "pypinyin_dict"},
    "store": {"domain", "application", "paths", "sqlalchemy", "alembic"},
    "documents": {"domain", "application", "paths", "reportlab", "segno", "fontTools", "pikepdf", "rl_accel", "PIL"}
    | {"icalendar", "xlsxwriter", "openpyxl"},
    "ui": {"domain", "application", "paths", "PySide6"},
    "cli": {"domain", "application", "paths", "typer", "click"},
}
ALLOWED = {"domain": set(), "application": {"domain"}, **OUTER}
JOINERS = {"app.py", "__main__.py", "bootstrap.py", "paths.py", "__init__.py"}


def imported_roots(path: Path) -> set[str]:
    """First names of what PATH imports: `gxq_desktop.domain.x` gives `domain`, `yaml.nodes` gives `yaml`."""
    roots = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                names = ["." * node.level + (node.module or "")]
            else:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            roots.add(parts[1] if parts[0] == "gxq_desktop" and len(parts) > 1 else parts[0])
    return roots


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    if len(relative.parts) == 1:
        assert relative.name in JOINERS, f"{relative.name} belongs into a layer"
        return
    layer = relative.parts[0]

    foreign = {
        root
        for root in imported_roots(path)
        if root not in sys.stdlib_module_names
        and root not in ALLOWED[layer] | {layer, "gxq_desktop", "__version__", "__future__"}
    }

    assert not foreign, f"{relative} may not import {', '.join(sorted(foreign))}"


def test_a_sideways_import_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from gxq_desktop.store.rows import Base\nimport reportlab.pdfgen\n", "utf-8")

    assert {"store", "reportlab"} <= imported_roots(wrong)


def test_domain_and_application_never_ask_the_computers_clock() -> None:
    for path in [*(PACKAGE / "domain").rglob("*.py"), *(PACKAGE / "application").rglob("*.py")]:
        asked = [
            f"{node.func.value.id}.{node.func.attr}"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("date", "datetime", "time")
            and node.func.attr in ("today", "now", "utcnow", "time")
        ]
        assert not asked, f"{path.name} asks the clock ({asked[0]}); take the day as an argument"
