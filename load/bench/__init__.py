"""`make bench`: the figures of one hub on this machine."""
