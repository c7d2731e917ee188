"""A whole event at once: everyone checked in, every open post, each with its places.

`stable`: no person and post that would rather have each other than what they got (deferred acceptance, proposed by workers).
`optimal`: the largest total score. Parties (couples, villagers) are placed together or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import numpy as np

from matcher.matching.conditions import Array
from matcher.matching.flow import largest_total
from matcher.matching.matrix import Matrix
from matcher.matching.proposals import stable_places
from matcher.matching.ties import tie_break

Mode: TypeAlias = Literal["stable", "optimal"]
BOOTHS: Final = 3  # to visit in a morning
SHOWN: Final = 3  # times its places: a booth that sees more people than that only disappoints them
NOTHING_OPEN, ALL_FULL = "没有一个岗过得了硬条件, 看看能放宽哪一条", "合适的岗都招满了, 先记下来, 有空位先打电话"


@dataclass(frozen=True, slots=True)
class Event:
    """people, posts: keys, in the order of the matrix. places: left in each post. parties: places in `people` of those who stay together."""

    people: Sequence[int]
    posts: Sequence[int]
    matrix: Matrix
    places: Sequence[int]
    parties: Sequence[tuple[int, ...]] = field(default=())

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Parties, and everybody else alone."""
        together = {person for party in self.parties for person in party}
        return (*map(tuple, self.parties), *((person,) for person in range(len(self.people)) if person not in together))


@dataclass(frozen=True, slots=True)
class Cleared:
    """placed: person → post. plans: person → booths to visit, best first. left: person → why. fill: post → how many.

    shown: the exposure receipt, post → people whose plan names it. All by key. total: sum of the scores of those placed.
    """

    placed: Mapping[int, int]
    plans: Mapping[int, tuple[int, ...]]
    left: Mapping[int, str]
    fill: Mapping[int, int]
    shown: Mapping[int, tuple[int, ...]]
    total: float


def clear(event: Event, mode: Mode = "stable") -> Cleared:
    """Solved anew as people arrive and posts fill: the same input gives the same answer."""
    groups = event.groups()
    chosen = _stable(event, groups) if mode == "stable" else largest_total(_together(event.matrix.scores, groups), _sizes(groups), event.places)
    posts = {person: post for group, post in zip(groups, chosen, strict=True) if post >= 0 for person in group}
    plans = _plans(event, posts)
    shown: dict[int, list[int]] = {key: [] for key in event.posts}
    for person, booths in plans.items():
        for booth in booths:
            shown[event.posts[booth]].append(event.people[person])
    return Cleared(
        placed={event.people[person]: event.posts[post] for person, post in sorted(posts.items())},
        plans={event.people[person]: tuple(event.posts[booth] for booth in booths) for person, booths in plans.items()},
        left={key: _why(event.matrix.scores[person]) for person, key in enumerate(event.people) if person not in posts},
        fill={key: sum(1 for post in posts.values() if post == at) for at, key in enumerate(event.posts)},
        shown={key: tuple(people) for key, people in shown.items()},
        total=float(sum(event.matrix.scores[person, post] for person, post in posts.items())),
    )


def _sizes(groups: Sequence[tuple[int, ...]]) -> list[int]:
    return [len(group) for group in groups]


def _together(scores: Array, groups: Sequence[tuple[int, ...]]) -> Array:
    """What a group gains together; closed to all where it is closed to one."""
    rows = [np.where((scores[list(group)] < 0).any(axis=0), -1.0, scores[list(group)].sum(axis=0)) for group in groups]
    return np.array(rows).reshape(len(groups), scores.shape[1])


def _stable(event: Event, groups: Sequence[tuple[int, ...]]) -> list[int]:
    """Each person by what they want, each post by what it needs; equals by luck that differs from post to post."""
    sizes = np.array(_sizes(groups), dtype=np.float64)[:, None]
    wants, needs = (_together(side, groups) / sizes for side in (event.matrix.wants, event.matrix.needs))
    luck = np.array([[int(tie_break([event.people[group[0]]], post)[0]) for post in event.posts] for group in groups], dtype=np.uint64)
    return stable_places(wants, needs, luck.reshape(wants.shape), _sizes(groups), event.places)


def _plans(event: Event, posts: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The post given first, then the best others that are not shown too often yet; those without a post choose first."""
    room = [SHOWN * places for places in event.places]
    booths: dict[int, list[int]] = {person: [] for person in range(len(event.people))}
    for person, post in posts.items():
        booths[person].append(post)
        room[post] -= 1
    wishes = np.argsort(-event.matrix.scores, axis=1, kind="stable")
    for person in sorted(booths, key=lambda person: (person in posts, person)):
        for post in map(int, wishes[person]):
            if len(booths[person]) == BOOTHS or event.matrix.scores[person, post] < 0:
                break
            if room[post] > 0 and post not in booths[person]:
                booths[person].append(post)
                room[post] -= 1
    return {person: tuple(chosen) for person, chosen in booths.items()}


def _why(scores: Array) -> str:
    return ALL_FULL if (scores >= 0).any() else NOTHING_OPEN
