"""Deferred acceptance (Gale and Shapley 1962) with several places a post and groups that stay together."""

from collections.abc import Sequence

import numpy as np

from matcher.matching.conditions import Array


def stable_places(wants: Array, needs: Array, luck: Array, sizes: Sequence[int], places: Sequence[int]) -> list[int]:
    """The post of each group, -1 for none. wants, needs: groups down, posts across, negative where closed; luck decides between equals.

    With single people no pair is left that would rather have each other. A group takes a place only where room for all of it can be made by
    sending away those the post likes less; with groups of several a stable answer need not exist, and this one is then the nearest by the same rule.
    """
    lists = [_proposals(wants[group], luck[group]) for group in range(len(wants))]
    held: list[list[int]] = [[] for _ in places]
    given = [-1] * len(wants)
    waiting = list(range(len(wants) - 1, -1, -1))
    while waiting:
        group = waiting.pop()
        if not lists[group]:
            continue
        post = lists[group].pop()
        kept, sent = _judged(post, group, held[post], (needs, luck), (sizes, places))
        for each in sent:
            given[each] = -1
        if group in kept:
            given[group] = post
        held[post] = kept
        waiting += sent
    return given


def _proposals(wants: Array, luck: Array) -> list[int]:
    """Posts to be asked, the best last."""
    order = np.lexsort((luck, -wants))
    return [int(post) for post in order[::-1] if wants[post] >= 0]


def _judged(
    post: int, group: int, held: list[int], liked: tuple[Array, Array], room: tuple[Sequence[int], Sequence[int]]) -> tuple[list[int], list[int]]:
    """(who stays, who goes). Those liked less than the newcomer make room; if that is not enough nobody moves."""
    needs, luck = liked
    sizes, places = room

    def rank(one: int) -> tuple[float, int]:
        return -float(needs[one, post]), int(luck[one, post])

    stay = sorted(held, key=rank)
    sent: list[int] = []
    free = places[post] - sum(sizes[one] for one in stay)
    while free < sizes[group] and stay and rank(stay[-1]) > rank(group):
        free += sizes[stay[-1]]
        sent.append(stay.pop())
    return ([*stay, group], sent) if free >= sizes[group] else (held, [group])
