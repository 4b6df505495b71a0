"""`python -m load.bench`."""

import sys

from load.bench.run import main

sys.exit(main())
