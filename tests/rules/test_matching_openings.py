"""The one change that opens most posts is counted, not guessed."""

from collections.abc import Callable

from asked import passes
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import VACANCIES, WORKERS
from pairing import TODAY, a_vacancy, a_worker, row_of, seen

from matcher.domain.identifiers import id_of
from matcher.domain.people import Worker
from matcher.domain.search import Question, Retrieved
from matcher.domain.terms import Posture, Shift
from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.gating import GATES, failing
from matcher.matching.openings import Opening, widest_opening
from matcher.matching.rows import columns, features
from matcher.matching.sources import AllRows


def source(posts: list[Vacancy]) -> AllRows:
    return AllRows({"vacancy": columns("vacancy", b"".join(map(row_of, posts)))})


NIGHTS = [a_vacancy(id=id_of("vacancy", n), shift=Shift.NIGHT) for n in range(5)]
STANDING = [a_vacancy(id=id_of("vacancy", 10 + n), posture=Posture.STANDING) for n in range(3)]
BOTH = [a_vacancy(id=id_of("vacancy", 20 + n), posture=Posture.STANDING, shift=Shift.NIGHT) for n in range(9)]


def test_the_change_that_lets_most_posts_in_is_named_with_its_number() -> None:
    opening = widest_opening(row_of(a_worker(posture=Posture.SEATED)), source(NIGHTS + STANDING + BOTH), TODAY)
    assert opening == Opening("night", "愿意上夜班", 5)
    assert opening.sentence == "愿意上夜班, 多5个岗"


def test_nothing_is_offered_where_no_single_change_helps() -> None:
    assert widest_opening(row_of(a_worker(posture=Posture.SEATED)), source(BOTH), TODAY) is None
    assert widest_opening(row_of(a_worker()), source([a_vacancy()]), TODAY) is None


def test_a_law_is_never_among_the_changes() -> None:
    child = a_worker(born_on=TODAY.replace(year=2011))
    assert widest_opening(row_of(child), source([a_vacancy(age_low=None)]), TODAY) is None


class Elsewhere:
    """An engine that counts but does not hand over every row."""

    def __init__(self, posts: list[Vacancy]) -> None:
        self.posts = [row_of(post) for post in posts]

    def best_rows(self, kind: str, question: Question, limit: int) -> Retrieved:
        return Retrieved(columns("vacancy", b""), complete=False, found=self.count(question))

    def count(self, question: Question) -> int:
        return sum(passes(question, features("vacancy", row)) for row in self.posts)


def asked(engine: Elsewhere) -> Callable[[Question], int]:
    return engine.count


def test_an_engine_that_only_counts_gives_the_same_answer() -> None:
    engine = Elsewhere(NIGHTS + STANDING + BOTH)
    worker = row_of(a_worker(posture=Posture.SEATED))
    assert widest_opening(worker, engine, TODAY, asked(engine)) == widest_opening(worker, source(NIGHTS + STANDING + BOTH), TODAY)
    assert widest_opening(worker, engine, TODAY) is None


@given(WORKERS, st.lists(VACANCIES, max_size=12))
@settings(max_examples=50)
def test_the_count_is_that_of_posts_which_one_gate_alone_keeps_away(worker: Worker, posts: list[Vacancy]) -> None:
    day, counts = Day.of(TODAY), dict.fromkeys((gate.name for gate in GATES if gate.change), 0)
    for post in posts:
        barred = failing(seen(worker), seen(post), day)
        if len(barred) == 1 and barred[0].change:
            counts[barred[0].name] += 1
    opening = widest_opening(row_of(worker), source(posts), TODAY)
    assert (opening.more if opening else 0) == max(counts.values())
    assert opening is None or counts[opening.gate] == opening.more
