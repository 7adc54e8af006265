"""`python -m gxq_desktop` is the command `gxq-desktop`; in a frozen build also what its worker processes start with."""

import os
import sys

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # a worker of the batch goes to its work here and never comes back

        # Libraries of the bundle are for this program: a viewer or lp started by it would load them in place of its own.
        usual = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        if usual is not None:
            os.environ["LD_LIBRARY_PATH"] = usual
        else:
            os.environ.pop("LD_LIBRARY_PATH", None)

    from gxq_desktop.app import main

    sys.exit(main())
