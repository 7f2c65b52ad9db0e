"""The pages of organisations, accounts and audit: what they do, and for whom they exist."""

import csv
import io
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.people import queries, services
from blueprints.people.models import Organisation
from store import db
from store.actors import SYSTEM
from tests.support.people import World, csrf, send, sign_in

PAGES = (
    "/people/organisations",
    "/people/organisations/new",
    "/people/organisations/import",
    "/people/organisations/import/template.xlsx",
    "/people/accounts",
    "/people/accounts/new",
    "/people/audit",
    "/people/audit.csv",
)


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_its_roles(
    client: FlaskClient, world: World, page: str, language: str
) -> None:
    client.set_cookie("language", language)
    for username in ("zhao", "qian"):
        sign_in(client, username)
        assert client.get(page, buffered=True).status_code == 200
        send(client, "/sign-out")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_for_others(
    client: FlaskClient, world: World, now: datetime, page: str
) -> None:
    assert client.get(page).status_code in (303, 401)
    services.grant_role(SYSTEM, world.west_admin, "scorer", organisation_id=world.west, now=now)
    (admin_role,) = [
        g.id
        for g in queries.grant_history(SYSTEM, world.west_admin, live_only=True)
        if g.role == "organisation_admin"
    ]
    services.revoke_role(SYSTEM, admin_role, now=now)
    sign_in(client, "qian")
    assert client.get(page).status_code == 403


def test_things_of_other_organisations_are_not_found(client: FlaskClient, world: World) -> None:
    sign_in(client, "qian")
    for page in (
        f"/people/organisations/{world.east}",
        f"/people/organisations/{world.city}",
        f"/people/accounts/{world.east_admin}",
        f"/people/accounts/{world.administrator}",
        "/people/accounts/999999999999999999999",
    ):
        assert client.get(page).status_code == 404, page
    for action in (
        f"/people/organisations/{world.east}/archive",
        f"/people/organisations/{world.east}/delete",
        f"/people/organisations/{world.east}/place",
        f"/people/accounts/{world.east_admin}/sign-in-link",
        f"/people/accounts/{world.east_admin}/password-reset",
        f"/people/accounts/{world.east_admin}/sessions/end",
        f"/people/accounts/{world.east_admin}/deactivation",
        f"/people/accounts/{world.east_admin}/roles",
        f"/people/accounts/{world.east_admin}/roles/999999999999999999999/revocation",
    ):
        assert send(client, action).status_code == 404, action


def test_an_organisation_is_added_changed_moved_and_deleted(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, "zhao")
    page = "/people/organisations/new"
    made = send(
        client, page, page, name="示例港口工会", kind="industry_union", parent_id=str(world.west)
    )
    address = made.location
    assert "示例港口工会" in client.get(address).text
    changed = send(client, address, address, name="示例海港工会", kind="industry_union", zone="东")
    assert changed.status_code == 303
    send(client, f"{address}/place", address, parent_id=str(world.east))
    made_id = int(address.rsplit("/", 1)[1])
    found = db.session.get_one(Organisation, made_id)
    assert (found.name, found.zone, found.parent_id) == ("示例海港工会", "东", world.east)
    assert send(client, f"{address}/delete", address).location == "/people/organisations"
    assert client.get(address).status_code == 404


def test_refusals_are_said_where_one_can_act_on_them(client: FlaskClient, world: World) -> None:
    sign_in(client, "zhao")
    page = "/people/organisations/new"
    twin = send(
        client, page, page, name="示例西区总工会", kind="federation", parent_id=str(world.city)
    )
    assert (twin.status_code, 'id="name-error"' in twin.text) == (422, True)
    odd = send(client, page, page, name="x", kind="club", parent_id="7x")
    assert (odd.status_code, 'id="kind-error"' in odd.text) == (422, True)
    address = f"/people/organisations/{world.west}"
    assert send(client, f"{address}/delete", address).location == address
    assert "只能归档" in client.get(address).text


def test_nothing_moves_below_itself_by_a_made_up_form(client: FlaskClient, world: World) -> None:
    sign_in(client, "zhao")
    address = f"/people/organisations/{world.west}"
    send(client, f"{address}/place", address, parent_id=str(world.works))
    assert queries.organisation_path(world.west) == f"{world.city}.{world.west}."


def test_a_search_answers_htmx_with_the_tree_alone(client: FlaskClient, world: World) -> None:
    sign_in(client, "zhao")
    part = client.get("/people/organisations?q=机床", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<section id="organisation-tree"')
    assert "示例机床厂工会" in part
    assert "示例东区总工会" not in part


def test_names_are_never_read_as_markup(client: FlaskClient, world: World, now: datetime) -> None:
    data = services.OrganisationData("<img src=x>&'\"", "association")
    services.create_organisation(SYSTEM, data, parent_id=world.west, now=now)
    sign_in(client, "zhao")
    page = client.get("/people/organisations").text
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_new_account_comes_with_its_link(app: Flask, client: FlaskClient, world: World) -> None:
    sign_in(client, "qian")
    page = "/people/accounts/new"
    made = send(
        client, page, page, name="吴示六", username="wu6", organisation_id=str(world.street)
    ).text
    link = made.split('value="http://localhost')[1].split('"')[0]
    assert "吴示六" in app.test_client().get(link).text


def test_an_organisation_one_does_not_administer_cannot_be_chosen(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, "qian")
    page = "/people/accounts/new"
    for outside in (str(world.east), "", "None", "x"):
        refused = send(client, page, page, name="x", username="wu6", organisation_id=outside)
        assert refused.status_code == 422


def test_roles_are_given_and_taken_back(client: FlaskClient, world: World) -> None:
    sign_in(client, "qian")
    address = f"/people/accounts/{world.clerk}"
    fields = {"grant-role": "scorer", "grant-organisation_id": str(world.street)}
    send(client, f"{address}/roles", address, **fields)
    (grant,) = queries.grant_history(SYSTEM, world.clerk)
    assert (grant.role, grant.scope_name, grant.granted_by) == (
        "scorer",
        "示例街道总工会",
        "钱示二",
    )
    send(client, f"{address}/roles/{grant.id}/revocation", address)
    assert not world.actor(world.clerk).grants
    assert "曾任角色" in client.get(address).text


@pytest.mark.parametrize(
    ("role", "scope"), [("administrator", "west"), ("administrator", ""), ("scorer", "east")]
)
def test_a_made_up_form_gives_no_more_than_ones_own(
    client: FlaskClient, world: World, role: str, scope: str
) -> None:
    sign_in(client, "qian")
    where = str(getattr(world, scope)) if scope else ""
    address = f"/people/accounts/{world.clerk}"
    fields = {"grant-role": role, "grant-organisation_id": where}
    send(client, f"{address}/roles", address, **fields)
    assert not world.actor(world.clerk).grants


def test_an_account_with_higher_roles_offers_no_buttons(
    client: FlaskClient, world: World, now: datetime
) -> None:
    services.grant_role(SYSTEM, world.clerk, "administrator", now=now)
    sign_in(client, "qian")
    page = client.get(f"/people/accounts/{world.clerk}").text
    assert "您可以查看，但不能修改" in page
    assert "password-reset" not in page


def test_the_accounts_filter_reads_the_address(client: FlaskClient, world: World) -> None:
    sign_in(client, "zhao")
    page = client.get("/people/accounts?role=organisation_admin").text
    assert "钱示二" in page
    assert "李示四" not in page
    odd = client.get("/people/accounts?role=x&organisation=x&state=x&page=-1")
    assert odd.status_code == 200


def test_the_audit_export_is_the_filtered_log(
    client: FlaskClient, world: World, now: datetime
) -> None:
    services.change_organisation(
        SYSTEM,
        world.works,
        services.OrganisationData("=HYPERLINK(1)", "enterprise_union"),
        now=now,
    )
    sign_in(client, "qian")
    answer = client.get("/people/audit.csv?action=organisation.changed", buffered=True)
    assert answer.text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(answer.text[1:])))
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]
    assert "示例东区总工会" not in client.get("/people/audit.csv", buffered=True).text


@pytest.mark.parametrize(
    "query", ["before=x", "before=-5", "before=99999999999999999999", "since=x", "action=%27"]
)
def test_odd_filters_of_the_audit_log_do_no_harm(
    client: FlaskClient, world: World, query: str
) -> None:
    sign_in(client, "zhao")
    assert client.get(f"/people/audit?{query}").status_code == 200


def test_an_import_is_shown_before_it_is_done(client: FlaskClient, world: World) -> None:
    sign_in(client, "qian")
    page = "/people/organisations/import"
    table = "名称,类型,上级工会\n示例甲厂工会,企业工会,示例街道总工会\n"
    preview = upload(client, page, table, below_id=str(world.west))
    assert preview.status_code == 200
    assert "可以导入 1 个组织" in preview.text
    sign_page = "/people/organisations"
    done = send(client, f"{page}/confirmation", page, table=table, below_id=str(world.west))
    assert done.location == sign_page
    assert "示例甲厂工会" in client.get(sign_page).text


def test_a_faulty_import_names_the_cells_and_does_nothing(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, "qian")
    page = "/people/organisations/import"
    table = "名称,类型,上级工会\n示例甲厂工会,企业工会,示例东区总工会\n"
    preview = upload(client, page, table, below_id=str(world.west))
    assert (preview.status_code, "没有找到" in preview.text) == (422, True)
    send(client, f"{page}/confirmation", page, table=table, below_id=str(world.west))
    assert "示例甲厂工会" not in client.get("/people/organisations").text
    outside = send(client, f"{page}/confirmation", page, table=table, below_id=str(world.east))
    assert outside.status_code == 404


@pytest.mark.parametrize("content", ["", "\0\0", "没有表头\n"])
def test_a_file_that_is_no_table_is_refused(
    client: FlaskClient, world: World, content: str
) -> None:
    sign_in(client, "qian")
    page = "/people/organisations/import"
    answer = upload(client, page, content, below_id=str(world.west))
    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)


def upload(client: FlaskClient, page: str, content: str, **fields: str) -> TestResponse:
    """Send a .csv through the form on `page`."""
    file = (io.BytesIO(content.encode()), "t.csv")
    data = {**fields, "csrf_token": csrf(client, page), "file": file}
    return client.post(page, data=data, content_type="multipart/form-data")
