"""The chapters of the manual, one function a module: `add_<chapter>(book, dossier)`, pure but for the pages it opens."""
