"""Labels that wrap."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gxq_desktop.ui import labels


def test_a_wrapped_label_gives_back_the_lines_it_no_longer_needs(qtbot: QtBot) -> None:
    label = labels.wrapped("很长的一句话，" * 12)
    qtbot.addWidget(label)
    label.resize(200, 200)
    label.show()
    tall = label.minimumHeight()

    label.setText("短")

    assert 0 < label.minimumHeight() < tall / 2
