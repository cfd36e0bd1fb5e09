"""posapp: the counter program for cash desks.

One direction of imports, checked by ``tests/test_architecture.py``::

    app, cli            composition: may import everything
    ui                  Qt lives only here
    services            one method = one user action = one transaction
    storage | printing  SQLAlchemy | ReportLab
    devices files vault operating system | foreign files | secrets
    domain              pure rules and records, standard library only
    errors paths i18n log settings   leaves: import nothing of posapp
"""

__version__ = "0.1.0"
