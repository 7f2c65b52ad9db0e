"""Pages of campaigns, promotion, reports and works, for the tests that look at every page."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

NO_PAGES_OF_TOGETHER = {
    "contests.gallery_picture",
    "contests.handing_in_picture",
    "contests.judging_work_picture",
    "contests.reports_photo",
    "contests.scores_template",
}


def pages_of_together(scene: Scene) -> Iterator[Page]:
    """What anybody sees, what a judge sees, then what the staff sees."""
    made = scene.together
    rounds, campaign = "/contests/rounds", f"/campaigns/{made.campaign_id}"
    portal = f"/campaign/{made.key}"
    yield Page("campaigns.portal", portal, phone=True)
    yield Page("campaigns.portal", f"{portal}?find=示例", opens=".campaign-more > summary")
    yield Page("campaigns.zone", f"{portal}/zones/西区", phone=True)
    yield Page("contests.reporting_page", f"/report/{made.report_token}", phone=True)
    yield Page("contests.reports_public", f"/results/{made.published_id}/reports", phone=True)
    yield Page("contests.handing_in_page", f"/work/{made.work_token}", phone=True)
    yield Page("contests.gallery_page", f"/gallery/{made.gallery_id}", phone=True)
    seat = f"/judge/{made.judge_id}/rounds/{made.gallery_id}"
    yield Page("contests.judging_works", f"{seat}/works", "judge", phone=True)
    yield Page("campaigns.list", "/campaigns/", "staff")
    yield Page("campaigns.new", "/campaigns/new", "staff")
    yield Page("campaigns.hub", campaign, "staff")
    yield Page("campaigns.hub", campaign, "staff", opens=".setup-more > summary")
    yield Page("campaigns.settings", f"{campaign}/settings", "staff")
    yield Page("campaigns.item", f"{campaign}/items/{made.item_id}", "staff")
    yield Page("contests.promotion_page", f"{rounds}/{made.promoting_id}/promotion", "staff")
    reports = f"{rounds}/{made.reporting_id}/reports"
    yield Page("contests.scores_file", f"{rounds}/{made.reporting_id}/desk/scores", "staff")
    yield Page("contests.reports_page", reports, "staff")
    yield Page("contests.reports_one", f"{reports}/{made.report_id}", "staff")
    yield Page("contests.reports_slips", f"{reports}/links", "staff")
    yield Page("contests.works_desk", f"{rounds}/{made.gallery_id}/works", "staff")
    yield Page("contests.works_slips", f"{rounds}/{made.gallery_id}/works/links", "staff")
