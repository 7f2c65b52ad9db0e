"""How HTMX is set up on every page; the same rules hold for all features."""

import json

from flask import Flask

HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "selfRequestsOnly": True,
        "defaultSwapStyle": "outerHTML",
        # A refused form comes back as 422 and is shown in place. Other refusals are toasts:
        # toasts.js lets them in when they name their target; a proxy's error page never does.
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["htmx_config"] = HTMX_CONFIG
