"""The way to the support bundle from any page: Health makes it and tells what came of it (F4)."""

from posapp.ui.commands import Commands


def save_bundle(commands: Commands) -> None:
    """Open Health and ask where the bundle is written; Esc leads back to the page before."""
    page = commands.page()
    if page is None or page.KIND != "health":
        commands.open_page("health")
    ask = getattr(commands.page(), "save_bundle", None)
    if callable(ask):
        ask()
