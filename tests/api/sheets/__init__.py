"""Lists of an advance as files, over HTTP."""
