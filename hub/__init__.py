"""The rules of a live show: pure values and functions, no vendor, clock, chance or network."""
