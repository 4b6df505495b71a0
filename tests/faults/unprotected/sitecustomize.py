"""Python runs this at the start of every process of a negative twin's hub: what `UNPROTECTED` names is switched off.

Workers are the processes that multiprocessing spawned; `python -m embedded` starts the stores.
"""

import os
import sys
from importlib import import_module

PLACES = (("spawn_main", "workers"), ("spawn_main", "gates"), ("embedded", "starter"))

if name := os.environ.get("UNPROTECTED"):
    for sign, place in PLACES:
        if any(sign in part for part in sys.orig_argv):
            switch_off = import_module(f"tests.faults.unprotected.{place}").SWITCHES.get(name)
            if switch_off is not None:
                switch_off()

if directory := os.environ.get("CLOCKS"):
    import_module("tests.faults.unprotected.clock").follow(directory)
