"""`python -m gxq_desktop` is the command `gxq-desktop`."""

import sys

from gxq_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
