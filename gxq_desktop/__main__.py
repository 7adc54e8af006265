"""`python -m gxq_desktop` is the command `gxq-desktop`; in a frozen build also what its worker processes start with."""

import sys

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # a worker of the batch goes to its work here and never comes back

    from gxq_desktop.app import main

    sys.exit(main())
