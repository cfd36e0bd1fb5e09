"""Painters and editors of cells; they format nothing."""
