"""A field for an employee number: signs that none has are said while they are typed (AC2-7)."""

from posapp.domain.employee_numbers import LONGEST, may_become_number
from posapp.ui.texts import Texts
from posapp.ui.widgets.limited_edit import LimitedEdit


class EmployeeEdit(LimitedEdit):
    """An employee number."""

    def __init__(self, texts: Texts) -> None:
        """Make the field.

        Args:
            texts: words what is wrong.
        """
        super().__init__(LONGEST)
        self._texts = texts

    def why_wrong(self) -> str:
        """A sentence about signs that no employee number has; empty when it may become one."""
        too_long = super().why_wrong()
        if too_long or may_become_number(self.value()):
            return too_long
        return self._texts.sentence("M-309", {"value": self.value()})
