"""`make bench-peers`: the same load on the hub and on servers like it, side by side, on one machine."""
