"""The desk (Qt). How to add to it, in one page.

**A screen** is a package here with a FEATURE in its `__init__`, which imports nothing but `features` and `commands`; its
name stands in `features.PACKAGES`::

    FEATURE = Feature(
        places=(Place("intake", "一窗接件", "gxq_desktop.ui.intake.view:IntakePage", within="projects"),),
        commands=(Command("intake.new", "新接件", "Ctrl+N", "文件", 10, "add", keywords="登记 接件"),),
        start="gxq_desktop.ui.intake.start:start",   # start(shell): bind commands that work on every page
    )

**A page** subclasses `page.Page`: `__init__(shell)` builds the widgets (services are not there yet):
`self.head.add(command_id, "新接件(&N)", primary=True)`, `self.show_filters().row.addWidget(…)`,
`self.content.addWidget(table)`, `self.set_panel(Panel(self))` (a drawer below 1320 px by itself). `open(**argument)`
loads, with services there; `handlers()` answers commands while the page is current (emit `handlers_changed` to bind
again); `leave()` may refuse; `set_status`, `set_window_title`. Go to it with `shell.open("project", number=…)`. Give a
widget `setProperty("pane", True)` and F6 stops at it. `EmptyState`, `Elided`, `Hairline`, `CommandButton`,
`band.show_error(text)`, `progress` are in `page.py`.

**A command** is declared in the FEATURE and bound by `Page.handlers` or by
`shell.commands.bind({id: handler}, owner)`; menus, palette and shortcut editor follow.
`shell.commands.set_reason(id, "先选一个项目")` disables it and says why.

**A table**: `Column(title, show=, sort=, width=, right=, mark=, drop=)` → `RowsModel(columns, key=)` →
`TableView(id, model, shell.preferences, self, name="项目列表")`; signals `opened(row)` (Enter), `chosen(row or None)`;
`model.set_rows`, `set_groups`.

**Work over 100 ms**: `shell.runner.start(work, done=self._on_done, title="正在…", cancel_means="…")`, work(report) on a
pool thread; `shell.runner.latest(key, work, done=)` where the latest wins. Refusals nobody takes become a dialog.

**A dialog**: `messages.ask(parent, title, Message(headline, safe, next_step), ("删去(&D)",))`, `show_message`,
`shell.show_error(error)`; your own: a window-modal QDialog with a `messages.Foot`, primary at the right.

**News**: emit `shell.project_changed(number)` after storing, `shell.say("已…", undo=True)`; undoable changes are
QUndoCommands on `shell.undo_stack`. `shell.today`, `shell.services`, `shell.preferences.get/set`,
`shell.remember_project(number, name)`.

**Recording**: a page that shows or has selected something to record offers `record_target() -> (number, steps)`; Ctrl+R then
opens 登记办理情况 on it. From elsewhere: `record.start.open_record(shell, number, steps)`, `open_write_off`, `open_correction`.

**Look**: `theme.color("seal")`, `theme.px(28)`, `theme.set_role(label, "text2")`, a button's property `kind`: "primary",
"flat", "link" or "segment"; `fonts.set_font(widget, fonts.TITLE, bold=True)`, `icons.set_icon(button, "add")`,
`marks.chip(painter, rect, Mark.SOON)`. Painted widgets read `theme.color` when painting; `theme.look().changed` tells
them to drop caches.

**Tests**: fixtures `shell`, `window`, `services`, `preferences` of tests/ui/conftest.py.
"""

from gxq_desktop.ui.pyside_start import import_pyside

import_pyside()
