"""Files of advances: sent in pieces, looked at, kept, and shown by links that expire."""
