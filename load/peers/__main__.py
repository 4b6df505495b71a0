"""`python -m load.peers`."""

import sys

from load.peers.run import main

sys.exit(main())
