"""The history checker: what the clients saw, held against the log."""
