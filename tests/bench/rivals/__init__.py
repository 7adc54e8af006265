"""The manual as others make it: Typst, and Word with LibreOffice. For bench_documents.py only."""
