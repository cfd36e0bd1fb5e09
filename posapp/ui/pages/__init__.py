"""Pages of the main window: each holds an id and shows its view record."""
