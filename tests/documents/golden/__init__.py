"""Golden papers (样张): what the papers of two sample projects said and looked like when a person last looked at them.

One folder a paper: text.txt (what a reader copies, page by page), structure.txt (outline, links, tags), 01.png … (pages in
grey at 50 dpi). They change only by `pytest tests/documents/test_golden.py --update-golden`; look at what changed then.
"""
