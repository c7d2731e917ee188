"""Sheets that people send: rows in, whatever program wrote them."""
