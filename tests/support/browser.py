"""A real browser, driven by Selenium."""
