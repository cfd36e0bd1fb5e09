"""How something is paid on a payments page: the method, and what it asks beside it (AC2-7, CK-2)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from posapp.domain.employee_numbers import check_employee_number
from posapp.domain.payments_page import PaymentsPage
from posapp.domain.setup import TenderType
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.employee_edit import EmployeeEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.limited_edit import LimitedEdit

_CHECK: Final = 10


class PayMethod(QObject):
    """Fields of a payment method in a form; ``changed`` when another one is chosen."""

    changed = Signal()

    def __init__(self, context: UiContext, page: PaymentsPage, form: Form) -> None:
        """Put the fields into a form, the method first.

        Args:
            context: the surroundings.
            page: whose methods are offered.
            form: the dialog's.
        """
        super().__init__(form)
        self._context = context
        self._kinds = {kind.code: kind for kind in page.methods}
        self._form = form
        self.method = ChoiceBox([Choice(one.code, one.description) for one in page.methods])
        self.employee_number = EmployeeEdit(context.texts)
        self.employee_number.setText(page.employee_number)
        self.check_number = LimitedEdit(_CHECK)
        form.add("method", _("Payment &Method"), self.method)
        self.method.value_changed.connect(self._on_method)

    @property
    def kind(self) -> TenderType | None:
        """The chosen method, ``None`` where none is offered."""
        return self._kinds.get(self.method.value() or "")

    @property
    def code(self) -> str:
        """Its code, empty for none."""
        return "" if self.kind is None else self.kind.code

    @property
    def is_payroll(self) -> bool:
        """Whether somebody's pay is meant."""
        return self.kind is not None and self._context.setup.crediting.method(self.code).payroll

    @property
    def is_immediate(self) -> bool:
        """Whether a checkout that it pays is processed at once (CK-4)."""
        crediting = self._context.setup.crediting
        return self.kind is not None and crediting.method(self.code).always_successful

    def add_asked(self) -> None:
        """Append what some methods ask for; the dialog's own fields stand before it."""
        self._form.add("employee_number", _("&Employee number"), self.employee_number)
        self._form.add("check_number", _("Check &Number"), self.check_number)
        self._on_method()

    def prefer(self, codes: Sequence[str]) -> None:
        """Begin with the first of these methods that is offered."""
        for code in codes:
            if self.method.select(code):
                return

    def settle(self) -> bool:
        """Whether a method is chosen and what it asks is there; each that is not at its field."""
        kind, texts = self.kind, self._context.texts
        if kind is None:
            self._form.show_error("method", texts.sentence("M-340", {}))
        elif self._asks_employee:
            self._settle_employee(kind)
        if kind is not None and kind.requires_check_number:
            if self.check_number.error:
                self._form.show_error("check_number", self.check_number.error)
            elif not self.check_number.value():
                says = texts.sentence("M-63", {"tender_type": kind.description})
                self._form.show_error("check_number", says)
        return not self._form.errors()

    def _settle_employee(self, kind: TenderType) -> None:
        texts, number = self._context.texts, self.employee_number.value()
        if not number:
            says = texts.sentence("M-329", {"value": kind.description})
            self._form.show_error("employee_number", says)
            return
        try:
            check_employee_number(number)
        except Refused as refused:
            self._form.show_error("employee_number", texts.at_field(refused))

    @property
    def _asks_employee(self) -> bool:
        crediting = self._context.setup.crediting
        return self.kind is not None and crediting.method(self.code).asks_employee_number

    def _on_method(self, _code: object = None) -> None:
        if self._form.has("employee_number"):
            kind = self.kind
            self._form.row("employee_number").setVisible(self._asks_employee)
            by_check = kind is not None and kind.requires_check_number
            self._form.row("check_number").setVisible(by_check)
            if not by_check:
                self.check_number.clear()
        self.changed.emit()
