"""Values of the trade and the refusals they can raise; no input or output."""
