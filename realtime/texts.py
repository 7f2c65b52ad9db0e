"""What the connection sign says, in words; the browser picks by state."""

from flask_babel import gettext as _  # type: ignore[import-untyped]


def connection_attributes() -> dict[str, str]:
    """Attributes for the element with `data-connection`. `{time}` is the last contact, hh:mm:ss."""
    return {
        "data-text-connecting": _("Connecting…"),
        "data-text-connected": _("Live"),
        "data-text-weak": _("Weak connection, last contact {time}"),
        "data-text-offline": _("No connection since {time}. Trying again by itself."),
        "data-text-never": _("No connection yet. Trying again by itself."),
    }
