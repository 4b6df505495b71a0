"""Lists as tables of text."""
