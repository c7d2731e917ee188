"""The largest total score as a minimum-cost flow."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.matching.conditions import Array

SCALE: Final = 1_000_000  # scores as whole numbers


def largest_total(scores: Array, sizes: Sequence[int], places: Sequence[int]) -> list[int]:
    """The post of each group, -1 for none; scores: what the whole group gains, negative where closed.

    For single people the total is the largest there is. A group that the flow would split is given whole to the post that gains most with it of those
    with room, and the rest is solved again.
    """
    left, given = list(places), [-1] * len(sizes)
    open_scores = np.array(scores, dtype=np.float64)
    while True:
        flows = _flow(open_scores, sizes, left, given)
        split = next((group for group in range(len(sizes)) if given[group] < 0 and 0 < flows[group].max(initial=0) < sizes[group]), None)
        if split is None:
            return [given[group] if given[group] >= 0 else _post(flows[group]) for group in range(len(sizes))]
        roomy = np.where(np.array(left) >= sizes[split], open_scores[split], -1.0)
        if roomy.max(initial=-1.0) < 0:
            open_scores[split] = -1.0
        else:
            given[split] = int(roomy.argmax())
            left[given[split]] -= sizes[split]


def _post(flow: Array) -> int:
    return int(flow.argmax()) if flow.max(initial=0) else -1


def _flow(scores: Array, sizes: Sequence[int], places: Sequence[int], given: Sequence[int]) -> Array:
    """People to each post, groups down: nodes are groups, then posts, then the way out, which costs nothing."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # 115 MB: only where an event is cleared so

    groups, posts = scores.shape
    free = np.array([size if given[group] < 0 else 0 for group, size in enumerate(sizes)], dtype=np.int64)
    one, other = np.nonzero((scores >= 0) & (free[:, None] > 0) & (np.array(places) > 0)[None, :])
    end = groups + posts
    tails = np.concatenate((one, np.arange(groups), np.arange(groups, end)))
    heads = np.concatenate((other + groups, np.full(groups + posts, end)))
    rooms = np.concatenate((free[one], free, np.maximum(np.array(places, dtype=np.int64), 0)))
    gains = np.round(scores[one, other] / np.array(sizes)[one] * SCALE).astype(np.int64)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, np.concatenate((-gains, np.zeros(groups + posts, dtype=np.int64))))
    solver.set_nodes_supplies(np.arange(end + 1), np.concatenate((free, np.zeros(posts, dtype=np.int64), [-free.sum()])))
    if solver.solve() != solver.OPTIMAL:
        raise AssertionError("a flow with a free way out always has a solution")
    flows = np.zeros((groups, posts), dtype=np.int64)
    flows[one, other] = solver.flows(arcs)[: len(one)]
    return flows
