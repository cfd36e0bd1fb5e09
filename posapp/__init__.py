"""posapp: the counter program for cash desks.

One direction of imports, checked by ``tests/test_architecture.py``::

    app, cli            composition: may import everything
    ui                  Qt lives only here
    services            one method = one user action = one transaction
    storage | printing  SQLAlchemy | ReportLab
    devices files vault operating system | foreign files | secrets
    domain              pure rules and records, standard library only
    errors paths i18n log settings records   leaves: import nothing of posapp
"""

from pathlib import Path

__version__ = "0.1.0"

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file: inside the installed package, else beside the checkout.

    Lies here and not in ``paths``, because the sign-in needs it before anything else is loaded.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
