"""Qt item models: paged lists, short record lists, editable grids."""
