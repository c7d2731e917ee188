"""Outside text to values and back, once for API, forms and sheets."""
