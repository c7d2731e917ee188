"""连心桥: from the village to the factory door."""
