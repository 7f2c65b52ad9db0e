"""Headers on every answer: a strict content policy, no sniffing, no referrers to strangers.

Also what stands between us and the network: trusted proxies, and cookies that keep to https.
"""

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

YEAR_S = 365 * 24 * 3600
POLICY = "; ".join(  # noqa: FLY002 - one directive a line
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class HttpsAwareSessions(SecureCookieSessionInterface):
    """The session cookie is `Secure` wherever the visitor came by https, whatever is set."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure or super().get_cookie_secure(app)


def init_app(app: Flask) -> None:
    app.session_interface = HttpsAwareSessions()
    proxies = app.extensions["settings"].proxies
    if proxies:  # believe exactly so many; more would let visitors name their own address
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    # Safari before 15.4 does not read 'self' as covering ws://, so the host is named too.
    connect = f"connect-src 'self' ws://{request.host} wss://{request.host}"
    response.headers.setdefault("Content-Security-Policy", f"{POLICY}; {connect}")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self)")
    if request.is_secure and current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
    if request.endpoint != "static":  # pages, files and JSON alike depend on who asks
        response.vary.add("HX-Request")
        response.vary.add("Cookie")
        response.headers.setdefault("Cache-Control", "no-store")
    return response
