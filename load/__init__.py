"""Bots that speak the wire: the show scenario, the benchmark and the history checker."""
