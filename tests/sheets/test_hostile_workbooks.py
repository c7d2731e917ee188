"""Workbooks made to hurt are refused with a sentence, soon and without eating the memory; those that only look bad are read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import REFUSED, empty_rows, external_entity, outside_links

from matcher.domain.errors import Invalid
from matcher.services.desk import Desk
from matcher.sheets.importing import Manner, import_plan
from matcher.sheets.opening import open_file
from matcher.sheets.plan import make_plan

WATCHED = """
import json, resource, sys, time
from pathlib import Path
from matcher.domain.errors import Invalid
from matcher.sheets.workbook import open_workbook
start = time.process_time()
try:
    open_workbook(Path(sys.argv[1]))
    text = ""
except Invalid as refusal:
    text = refusal.text
child = resource.getrusage(resource.RUSAGE_CHILDREN)
status = Path("/proc/self/status").read_text()  # ru_maxrss would count pytest, as it was before the exec
own = int(status.split("VmHWM:")[1].split()[0])
seconds = time.process_time() - start + child.ru_utime + child.ru_stime
print(json.dumps({"text": text, "seconds": seconds, "megabytes": max(own, child.ru_maxrss) / 1024}))
"""


def watched(path: Path) -> dict[str, object]:
    """Opened in a process of its own: what was said, how long the processors worked, how large it grew."""
    output = subprocess.run([sys.executable, "-c", WATCHED, str(path)], capture_output=True, check=True).stdout
    return json.loads(output)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_workbook_is_refused_with_what_to_do_in_two_seconds_and_200_megabytes(tmp_path, name):
    make, said = REFUSED[name]
    seen = watched(make(tmp_path / "表.xlsx"))
    assert any(word in seen["text"] for word in said.split("|")), seen
    assert "请" in seen["text"]
    assert seen["seconds"] < 2, seen
    assert seen["megabytes"] < 200, seen


def test_a_million_coloured_blank_rows_cost_nothing_and_the_person_above_them_goes_in(tmp_path, desk: Desk, admin):
    path = empty_rows(tmp_path / "表.xlsx")
    seen = watched(path)
    assert (seen["text"], seen["seconds"] < 2, seen["megabytes"] < 200) == ("", True, True), seen
    plan = make_plan(open_file(path, desk))
    assert import_plan(admin, desk, plan, Manner()).added == 1


def test_links_to_other_files_are_never_followed_and_that_is_said(tmp_path, desk: Desk, admin):
    plan = make_plan(open_file(outside_links(tmp_path / "表.xlsx"), desk))
    assert import_plan(admin, desk, plan, Manner()).added == 1
    assert any("没有去打开" in note for note in plan.notes)


def test_nothing_of_the_machine_is_read_into_a_sheet(tmp_path, desk: Desk):
    with pytest.raises(Invalid) as refused:
        open_file(external_entity(tmp_path / "表.xlsx"), desk)
    assert "root" not in refused.value.text


@pytest.mark.parametrize(("content", "said"), [
    pytest.param(b"%PDF-1.7", "PDF", id="a document"), pytest.param(b"\x89PNG\r\n", "图片", id="a picture"),
    pytest.param(b"Rar!\x1a", "压缩包", id="an archive"),
    pytest.param(b"\x00\x01\x02" * 50, "不是表格", id="anything else"), pytest.param(b"", "空的", id="nothing"),
])
def test_what_is_no_sheet_is_named_for_what_it_is(tmp_path, desk: Desk, content, said):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=said):
        open_file(path, desk)
