"""Results as tables and as JSON: the same rows everywhere, safe in spreadsheet programs."""

import csv
import io
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from store import write
from tests.support.contests import make_hall
from tests.support.desk import Staff
from tests.support.packages import marked, package_of, published

ENDINGS = ("json", "csv", "xlsx")


def csv_rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_all_tables_say_the_same_and_by_which_package(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = published(make_hall(now, entries=4))
    package = package_of(hall.contest_id, now)
    address = f"/results/{hall.round_id}"
    rows = csv_rows(client.get(f"{address}.csv").text)
    sheet = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").data)).worksheets[0]
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    width = len(rows[0])
    assert [row[:width] for row in cells[:5]] == rows[:5]
    assert [row[0] for row in rows[1:5]] == ["1", "2", "2", "4"]
    assert rows[1][1:4] == ["A01", "赵示一", "示例精工工会"]
    document = client.get(f"{address}.json").json
    assert document["package"]["sha256"] == package.file and document["amendments"] == []
    assert client.get(document["package"]["path"]).status_code == 200
    for text in (str(rows), str(cells), client.get(address).text):
        assert package.file in text
    assert document["ledger"]["head"] == hall.round.head_hash


def test_no_name_becomes_a_formula(app: Flask, client: FlaskClient, now: datetime) -> None:
    hall = make_hall(now, entries=4)
    with write():
        hall.entry(0).name = '=HYPERLINK("http://example.org")'
        hall.entry(1).unit = "＋示例工会"
        hall.round.contest.version += 1
    published(hall)
    rows = csv_rows(client.get(f"/results/{hall.round_id}.csv").text)
    assert all(not cell.startswith(("=", "＋")) for row in rows for cell in row)
    assert rows[1][2].startswith("'=")


def test_tables_are_for_the_staff_until_publication(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = marked(make_hall(now, entries=4))
    announcer = Staff(app, hall, now).browser("announcer")
    for ending in ENDINGS:
        assert client.get(f"/results/{hall.round_id}.{ending}").status_code == 404
        assert announcer.get(f"/results/{hall.round_id}.{ending}").status_code == 200
