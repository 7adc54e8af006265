"""人员: who is on the staff list, and who works at this desk (本机办件人)."""
