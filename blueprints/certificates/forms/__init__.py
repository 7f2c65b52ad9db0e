"""Forms of the certificates feature, one module per subject."""
