"""Is this posting or match lawful?"""
