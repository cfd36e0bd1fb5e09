"""Which payable items stay as they are, and when (IT-1, IT-4, IT-6)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed

_FINAL: Final = "('RELEASED', 'WRITTEN_OFF')"
_LIFE: Final = ("description", "attributes", "state", "version")

NO_TRUNCATE: Final = ("payable_item",)
OF_ITEMS: Final = (
    Guard(
        "update",
        "payable_item",
        "UPDATE",
        "an item keeps number, account, agreement and kind",
        changed("payable_item", *_LIFE),
    ),
    Guard(
        "state",
        "payable_item",
        "UPDATE",
        "an item that was released or written off stays so",
        f"OLD.state IN {_FINAL} AND NEW.state <> OLD.state",
    ),
    Guard(
        "backwards",
        "payable_item",
        "UPDATE",
        "the version of an item never goes back",
        "NEW.version < OLD.version",
    ),
    Guard("delete", "payable_item", "DELETE", "an item is never removed"),
)
