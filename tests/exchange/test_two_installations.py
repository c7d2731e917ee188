"""One installation takes over the posts of another, over a real connection."""

import threading

import pytest
from werkzeug.serving import make_server

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM
from matcher.domain.search import VacancySearch
from matcher.exchange.partner import Partner
from matcher.exchange.takeover import adverts_from
from matcher.services.importing import import_adverts
from matcher.services.posting import add_employer, post_vacancy
from matcher.services.searching import find_vacancies
from matcher.settings import Settings


@pytest.fixture
def neighbour(tmp_path, wiring):
    """Another installation, serving."""
    folder = tmp_path / "neighbour"
    made = Wiring(Settings.read({}, ledger_url=f"sqlite:///{folder}/matcher.db", var=str(folder)), clock=wiring.clock)
    made.ledger.migrate()
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.address = f"http://127.0.0.1:{server.port}/api/v1/vacancies"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
    made.catalogue.close()
    made.ledger.close()


def test_every_open_post_of_a_neighbour_is_found_here_with_what_it_offers_and_a_second_visit_adds_nothing(
        neighbour, desk, tmp_path, make_employer, make_vacancy):
    employer = add_employer(SYSTEM, neighbour.desk, make_employer())
    theirs = [post_vacancy(SYSTEM, neighbour.desk, make_vacancy(employer=employer.id, title=f"缝纫工{n}")) for n in range(103)]
    partner = Partner(neighbour.address, tmp_path / "partners")
    report = import_adverts(SYSTEM, desk, adverts_from(desk, partner))
    assert (report.read, report.added, report.problems) == (103, 103, [])
    found = find_vacancies(SYSTEM, desk, VacancySearch(words="缝纫", size=100))
    assert found.total == 103
    (ours,) = (vacancy for vacancy in found.items if vacancy.source_key == theirs[50].id)
    same = ("title", "occupation", "place", "headcount", "offer", "needs", "closes_on", "starts_on", "description", "employer_name")
    assert {name: getattr(ours, name) for name in same} == {name: getattr(theirs[50], name) for name in same}
    again = import_adverts(SYSTEM, desk, adverts_from(desk, Partner(neighbour.address, tmp_path / "partners")))
    assert (again.read, again.added, again.known) == (103, 0, 103)
