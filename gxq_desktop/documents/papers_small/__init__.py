"""Small papers made of the manual's parts (print.md §11): one use each, on A4 or A5, printed on one side.

Each is a function from a dossier to sheets, and each carries number, edition, printing day, check code and the helper's
phone, so that it can be told from an older one when it lies alone on a desk.
"""
