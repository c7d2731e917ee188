"""Why somebody looks at a telephone number: chosen, not typed, so that it is said at all."""

PURPOSES = ("推荐岗位", "核实登记", "通知面试", "通知上车", "回访")
