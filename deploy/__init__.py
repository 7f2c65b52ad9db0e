"""Processes: the web server, the job worker, and the supervisor that `script/server` runs."""
