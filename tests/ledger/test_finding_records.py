"""Finding people and posts in the ledger: by phone, by ID number, by place, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from at_hand import NOON, ROW, employer, post_and_people, store_workers, vacancy, worker

from matcher.domain.errors import Invalid
from matcher.domain.people import Worker
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.ledger.sql import SqlLedger

ID_NUMBER = "11010519491231002X"
PEOPLE = {
    "home": worker(1, name="张三", phone="19900005678", place="611021103"),
    "away": worker(2, name="李四", phone="19911115678", place="520201000", lives_at="320115000"),
    "blank": worker(3, name="张三", phone="19900001234", identity=ID_NUMBER),
}


@pytest.fixture
def register(ledger: SqlLedger) -> SqlLedger:
    store_workers(ledger, *PEOPLE.values())
    return ledger


@pytest.mark.parametrize(("asked", "expected"), [
    ({}, {"home", "away", "blank"}),
    ({"phone": "5678"}, {"home", "away"}),
    ({"phone": "19911115678"}, {"away"}),
    ({"phone": "19922225678"}, set()),
    ({"phone": "567"}, set()),
    ({"name": "张三"}, {"home", "blank"}),
    ({"name": "张"}, set()),
    ({"name": "张三", "phone": "1234"}, {"blank"}),
    ({"areas": ["610000"]}, {"home"}),
    ({"areas": ["611021103"]}, {"home"}),
    ({"areas": ["611021"]}, {"home"}),
    ({"areas": ["611022"]}, set()),
    ({"areas": ["320000"]}, {"away"}),
    ({"areas": ["520201", "611000"]}, {"home", "away"}),
    ({"areas": [""]}, {"home", "away", "blank"}),
    ({"areas": []}, set()),
])
def test_workers_are_found_by_phone_name_and_area(register: SqlLedger, asked: dict[str, object], expected: set[str]) -> None:
    with register.reading() as reader:
        found = reader.list_workers(Page(), **asked)  # type: ignore[arg-type]
    assert {person.id for person in found.items} == {PEOPLE[name].id for name in expected}


def test_a_known_person_is_found_by_id_number_or_by_name_and_phone_together(register: SqlLedger) -> None:
    with register.reading() as reader:
        for written in (ID_NUMBER, ID_NUMBER.lower(), f" {ID_NUMBER} "):
            found = reader.worker_by_identity(written)
            assert found is not None
            assert (found.id, found.identity) == (PEOPLE["blank"].id, ID_NUMBER)
        assert reader.worker_by_identity("110105194912310039") is None
        by_phone = reader.worker_by_phone("张三", "19900005678")
        assert by_phone is not None
        assert by_phone.id == PEOPLE["home"].id
        assert reader.worker_by_phone("李四", "19900005678") is None
        assert reader.worker_by_phone("张三", "") is None


def test_many_known_people_are_found_at_once(register: SqlLedger) -> None:
    strangers = [(f"生人{number}", f"188{number:08d}") for number in range(1000)]
    with register.reading() as reader:
        by_phone = reader.workers_by_phone([*strangers, ("张三", "19900005678"), ("李四", "19911115678"), ("李四", "")])
        assert {pair: person.id for pair, person in by_phone.items()} == {
            ("张三", "19900005678"): PEOPLE["home"].id, ("李四", "19911115678"): PEOPLE["away"].id}
        by_identity = reader.workers_by_identity(["110105194912310039", ID_NUMBER.lower()])
        assert {number: person.id for number, person in by_identity.items()} == {ID_NUMBER.lower(): PEOPLE["blank"].id}
        assert (reader.workers_by_phone([]), reader.workers_by_identity([])) == ({}, {})


def test_a_new_phone_is_found_and_the_old_one_no_more(register: SqlLedger) -> None:
    with register.transaction() as tx:
        tx.replace_worker(replace(tx.worker(PEOPLE["home"].id), phone="19900009999"), ROW)
        assert [person.id for person in tx.list_workers(Page(), phone="9999").items] == [PEOPLE["home"].id]
        assert [person.id for person in tx.list_workers(Page(), phone="5678").items] == [PEOPLE["away"].id]


def test_documents_are_found_by_id_however_many_are_asked_for(register: SqlLedger) -> None:
    asked = [worker(number).id for number in range(70_000)]  # more than either engine takes as single parameters
    with register.reading() as reader:
        assert set(reader.workers(asked)) == reader.known_ids("worker", asked) == {person.id for person in PEOPLE.values()}
        assert (reader.workers([]), reader.known_ids("vacancy", asked)) == ({}, set())


def test_pages_give_each_document_once_newest_first_and_equal_times_by_id(ledger: SqlLedger) -> None:
    crowd = store_workers(ledger, *(worker(number, registered_at=NOON + timedelta(microseconds=number // 3)) for number in range(11)))
    seen: list[Worker] = []
    cursor: str | None = None
    with ledger.reading() as reader:
        while True:
            page = reader.list_workers(Page(cursor, 4))
            seen += page.items
            cursor = page.cursor
            if cursor is None:
                break
    assert seen == sorted(crowd, key=lambda person: (person.registered_at, person.id), reverse=True)


def test_a_last_page_that_is_just_full_says_that_it_is_the_last(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1), worker(2))
    with ledger.reading() as reader:
        assert reader.list_workers(Page(size=2)).cursor is None
        assert reader.list_workers(Page(size=1)).cursor is not None


@pytest.mark.parametrize("cursor", ["", "nonsense", "-w", f"{10**30}-w", "1.5-w"])
def test_a_cursor_that_cannot_be_read_sends_back_to_the_first_page(ledger: SqlLedger, cursor: str) -> None:
    with ledger.reading() as reader, pytest.raises(Invalid, match="第一页"):
        reader.list_workers(Page(cursor))


def test_vacancies_are_listed_by_employer_area_and_state(ledger: SqlLedger) -> None:
    one, other = employer(name="一厂"), employer(name="二厂")
    posts = [vacancy(one.id, place="320115"), vacancy(one.id, place="320505", state=VacancyState.PENDING), vacancy(other.id)]
    with ledger.transaction() as tx:
        tx.add_employers([one, other])
        tx.add_vacancies([(post, ROW) for post in posts])
        asked: list[tuple[dict[str, object], set[int]]] = [
            ({}, {0, 1, 2}), ({"employers": [one.id]}, {0, 1}), ({"employers": []}, set()), ({"areas": ["320000"]}, {0, 1}),
            ({"areas": ["320115"], "states": [VacancyState.PENDING]}, set()), ({"states": [VacancyState.OPEN]}, {0, 2}), ({"states": []}, set()),
        ]
        for only, expected in asked:
            found = tx.list_vacancies(Page(), **only)  # type: ignore[arg-type]
            assert {post.id for post in found.items} == {posts[place].id for place in expected}, only
        assert set(tx.vacancies([posts[0].id, "v"])) == {posts[0].id}


def test_employers_are_found_by_a_part_of_the_name_or_by_their_credit_code(ledger: SqlLedger) -> None:
    firms = [employer(name="示例座椅有限公司", credit_code="91350100M000100Y43"), employer(name="100%好厂"), employer(name="100分好厂")]
    with ledger.transaction() as tx:
        tx.add_employers(firms)
        for name, expected in (("座椅", {0}), ("100%", {1}), ("_", set()), ("", {0, 1, 2})):
            assert {firm.id for firm in tx.employers(Page(), name=name).items} == {firms[place].id for place in expected}
        assert [firm.id for firm in tx.employers(Page(), ids=[firms[2].id]).items] == [firms[2].id]
        by_code = tx.employer_by_credit_code("91350100M000100Y43")
        assert by_code is not None
        assert by_code.id == firms[0].id
        assert tx.employer_by_credit_code("91350100M000100Y44") is None


def test_counts_tell_how_many_documents_there_are(ledger: SqlLedger) -> None:
    post_and_people(ledger, people=3)
    with ledger.reading() as reader:
        assert reader.counts() == {"employer": 1, "vacancy": 1, "worker": 3, "intent": 0, "event": 0, "consent": 0, "account": 0}
