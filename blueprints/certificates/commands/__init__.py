"""`flask certificate …`: issue, verify and render certificates from the command line."""

from blueprints.certificates.commands import issuing, rendering, verifying
from blueprints.certificates.commands.group import certificate

__all__ = ["certificate", "issuing", "rendering", "verifying"]
