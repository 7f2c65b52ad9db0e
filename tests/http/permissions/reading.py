"""What a person reads in an answer, whatever kind of file it is."""

import io
import zipfile

import pypdf
from werkzeug.test import TestResponse

PACKED = ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def words_of(answer: TestResponse) -> str:
    """The words of a page or a file; of pictures there are none."""
    content = answer.get_data()
    if answer.mimetype == "application/pdf":
        return _words_of_pdf(content)
    if answer.mimetype in PACKED:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(
                packed.read(name).decode(errors="ignore") for name in packed.namelist()
            )
    return content.decode(errors="ignore") + str(answer.headers)


def _words_of_pdf(content: bytes) -> str:
    pdf = pypdf.PdfReader(io.BytesIO(content))
    pages = "".join(page.extract_text() for page in pdf.pages)
    return "".join(pages.split()) + str(pdf.metadata)  # letters may be set apart
