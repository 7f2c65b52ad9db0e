"""Live video without a media server: parts of a recording in, HLS segments out.

`spool` takes numbered parts over HTTP, `packager` feeds them to one supervised ffmpeg per
broadcast in a process of its own, `assembly` joins broadcasts into one playlist per session, and
`serving` hands files out by signed paths. Knows no feature, no database and no Flask.
"""
