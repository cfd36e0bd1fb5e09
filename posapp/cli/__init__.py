"""The command line: one module per noun, over the same services as the window."""
