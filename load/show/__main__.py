"""`python -m load.show`."""

import sys

from load.show.run import main

sys.exit(main())
