"""Who fits which post: hard gates, criteria on two sides, rankings with a proof, and the reasons. Pure: numpy and domain values."""
