"""What the contract of the command line fixes: exit codes and variables; loads nothing.

The way from ``posapp`` to the painted sign-in passes here and may not wait for a parser (P7).
"""

from typing import Final

REFUSED: Final = 1
USAGE: Final = 2
CONFIRM: Final = 3
FAILED: Final = 4

PASSWORD_VARIABLE: Final = "POSAPP_PASSWORD"  # noqa: S105 - a name, no secret
APPROVER_PASSWORD_VARIABLE: Final = "POSAPP_APPROVER_PASSWORD"  # noqa: S105
NEW_PASSWORD_VARIABLE: Final = "POSAPP_NEW_PASSWORD"  # noqa: S105
MAIL_PASSWORD_VARIABLE: Final = "POSAPP_MAIL_PASSWORD"  # noqa: S105
