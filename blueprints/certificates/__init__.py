"""Certificates, honor rolls and notices: templates, lists, issuing, verification, prints."""

import pkgutil
from importlib import import_module

from flask import Flask
from flask_babel import lazy_gettext as _

from web import navigation

_CERTIFICATES = _("Certificates")
_STAFF = ("organisation_admin", "organiser", "supervisor")

navigation.add(
    _CERTIFICATES, "certificates.lists", _("Award lists"), "list-check", *_STAFF, order=40
)
navigation.add(_CERTIFICATES, "certificates.batches", _("Issuing"), "stack-2", *_STAFF, order=41)
navigation.add(
    _CERTIFICATES, "certificates.register", _("Register"), "certificate", *_STAFF, order=42
)
navigation.add(
    _CERTIFICATES, "certificates.templates", _("Templates"), "template", *_STAFF, order=43
)
navigation.add(_CERTIFICATES, "certificates.rolls", _("Honor rolls"), "award", *_STAFF, order=44)
navigation.add(_CERTIFICATES, "certificates.notices", _("Notices"), "file-text", *_STAFF, order=45)
navigation.add(
    _CERTIFICATES, "certificates.authority", _("Seals and keys"), "rosette", *_STAFF, order=46
)
navigation.add(
    _CERTIFICATES, "certificates.fonts", _("Fonts"), "typography", "administrator", order=47
)
navigation.add(_CERTIFICATES, "certificates.mine", _("My certificates"), "certificate-2", order=48)


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    from blueprints.certificates import actions, commands, demo, routes, studio
    from blueprints.certificates.blueprint import bp
    from blueprints.certificates.services.authority.signing import KeysOfBodies
    from blueprints.contests.demo import world
    from blueprints.people import actions as action_names
    from store import signatures

    for module in pkgutil.iter_modules(routes.__path__):
        import_module(f"{routes.__name__}.{module.name}")
    studio.init_app(app)
    signatures.bind(app, KeysOfBodies())
    app.register_blueprint(bp)
    app.cli.add_command(commands.certificate)
    action_names.add(actions.NAMES)
    world.add_part(demo.create, demo.links)
