"""Write matrix.txt as the application behaves now. Read the difference before committing it."""

from datetime import UTC, datetime

from app import create_app
from config import Settings
from tests.http.permissions.cast import ROLES
from tests.http.permissions.test_matrix import TABLE, actual
from tests.support.client import Client
from tests.support.database import fast_folder, snapshot

HEAD = """\
# Who gets what. One sign per role, in this order:
#   {roles}
# . let in   s sent to sign in   x refused (403)   - not found (404)
"""


def main() -> None:
    app = create_app(Settings(data_dir=fast_folder(), secret_key="only-for-tests", testing=True))
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    snapshot(app).restore()
    with app.app_context():
        table = actual(app, datetime(2026, 5, 12, 1, 10, tzinfo=UTC))
    width = max(map(len, table))
    lines = [f"{address:<{width}}  {signs}" for address, signs in table.items()]
    TABLE.write_text(HEAD.format(roles=" ".join(ROLES)) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
