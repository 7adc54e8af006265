"""Builds the `Dossier` (views.py): one module for each part of the papers, put together in `build.py`."""
