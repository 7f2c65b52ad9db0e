"""Extensions, made unbound here and bound to the app in `create_app`."""

from flask_babel import Babel
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from store.base import db
from store.jobs import JobQueue

babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()
limiter = Limiter(key_func=get_remote_address)
login = LoginManager()
migrate = Migrate(directory="migrations", render_as_batch=True, compare_type=True)
queue = JobQueue()

__all__ = ["babel", "csrf", "db", "htmx", "limiter", "login", "migrate", "queue"]
