"""The watch over Alt letters finds two things under one letter, also where an approval comes later."""

from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.widgets.approval import Approval
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit
from tests.helpers.accelerators import doubles


def test_two_things_under_one_letter_are_found(qtbot: QtBot) -> None:
    dialog = FittedDialog()
    qtbot.addWidget(dialog)
    form, approval = Form(), Approval()
    form.add("amount", "&Amount", LimitedEdit(9))
    form.add("account", "&Account", LimitedEdit(9))
    form.add("bank", "&Bank", LimitedEdit(9))
    form.row("account").hide()
    approval.hide()
    QVBoxLayout(dialog).addWidget(dialog.field_scroll)
    dialog.body.addWidget(form)
    dialog.body.addWidget(approval)
    assert doubles(dialog) == ["Alt+b: &Bank, Approved &by"]
    form.row("account").show()
    assert [one[:5] for one in doubles(dialog)] == ["Alt+a", "Alt+b"]
