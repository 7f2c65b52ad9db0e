"""`flask certificate render`: a template and a table of data make PDFs, without a batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from blueprints.certificates import studio
from blueprints.certificates.commands.group import certificate, plain_refusals
from blueprints.certificates.queries.outputs import file_name
from blueprints.certificates.queries.templates.words import finding, problem
from blueprints.certificates.services.packages import unpacked
from blueprints.certificates.services.templates import ready_made
from documents import ChildError, Options, Row, Template, TemplateError, gallery
from documents.gallery import PackageError
from web.sheets import read_table

COMMON = ("issuer", "issued_on", "occasion", "lang")  # may be columns of the table, too
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@certificate.command()
@click.argument("template", metavar="TEMPLATE.zip|FOLDER|REF")
@click.argument("data", type=FILE)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="FILE.pdf takes all rows (several on a sheet, if the template says so);"
    " a folder a file for each.",
)
@click.option("--issuer", default="")
@click.option("--date", "issued_on", default="", help="YYYY-MM-DD")
@click.option("--occasion", default="")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--seal", type=FILE, help="An SVG or PNG.")
@click.option("--text-only", is_flag=True, help="For sheets that are printed already.")
@click.option("--dx", type=float, default=0, help="Everything so many mm to the right.")
@click.option("--dy", type=float, default=0, help="Everything so many mm down.")
@click.option("--sample", is_flag=True, help="With a mark across the sheet.")
def render(template: str, data: Path, out: Path, **chosen: Any) -> None:
    """Make PDFs of a template and the rows of DATA (.csv or .xlsx).

    The first row names the template's fields; a field of pictures takes file names beside DATA.
    Numbers and addresses are printed as DATA has them: nothing is issued, no number is taken.
    """
    with plain_refusals("there is no such template"), _opened(template) as opened:
        found = _with_seal(opened, chosen["seal"])
        rows = _rows(found, data)
        options = _options(chosen)
        try:
            _tell(found, rows, options)
            _write(found, rows, options, out)
        except (TemplateError, ChildError) as error:
            told = problem(error)
            where = f" ({told.part or 'template'}, line {told.line})" if told.line else ""
            raise click.ClickException(f"{told.text}{where}") from None


@contextmanager
def _opened(named: str) -> Iterator[Template]:
    """The template of a package, zipped or not, or a ready-made one."""
    path = Path(named)
    with TemporaryDirectory(prefix="template-") as folder:
        if path.is_file():
            yield unpacked(path.read_bytes(), Path(folder))
        elif path.is_dir():
            yield _read(path)
        else:
            yield ready_made(named)


def _read(folder: Path) -> Template:
    try:
        return gallery.read_package(folder)
    except PackageError as error:
        raise click.ClickException(f"{folder}: {error}") from None


def _with_seal(template: Template, seal: Path | None) -> Template:
    if seal is None:
        return template
    return replace(template, assets={**template.assets, "seal": seal.resolve()})


def _rows(template: Template, data: Path) -> list[Row]:
    """A row for each line; the columns that are fields of pictures become files."""
    kind = "xlsx" if data.suffix.lower() == ".xlsx" else "csv"
    head, *lines = read_table(kind, data.read_bytes()) or [[]]
    pictures = {field.name for field in template.fields if field.kind == "image"}
    _refuse_unknown(template, head)
    filled = [line for line in lines if any(line)]
    if not filled:
        raise click.ClickException(f"{data} has no rows below its head")
    return [_row(dict(zip(head, line, strict=False)), pictures, data.parent) for line in filled]


def _row(values: dict[str, str], pictures: set[str], folder: Path) -> Row:
    images = {name: folder / values[name] for name in pictures if values.get(name)}
    for file in images.values():
        if not file.is_file():
            raise click.ClickException(f"there is no picture {file}")
    plain = {name: text for name, text in values.items() if name not in pictures}
    return Row(plain, {name: file.resolve() for name, file in images.items()})


def _refuse_unknown(template: Template, head: list[str]) -> None:
    known = [field.name for field in template.fields]
    if unknown := [name for name in head if name not in (*known, *COMMON)]:
        raise click.ClickException(
            f"no fields of this template: {', '.join(unknown)}. It has: {', '.join(known)}"
        )


def _options(chosen: dict[str, Any]) -> Options:
    common = {name: chosen[name] for name in COMMON}
    return Options(
        text_only=chosen["text_only"],
        dx_mm=chosen["dx"],
        dy_mm=chosen["dy"],
        sample=chosen["sample"],
        common={**common, "seal": chosen["seal"] is not None, "verify_base": ""},
        fonts=studio.fonts(),
    )


def _tell(template: Template, rows: list[Row], options: Options) -> None:
    """What a person should look at, on standard error; nothing is held back for it."""
    for number, found in enumerate(studio.renderer().examine(template, rows, options), 1):
        for one in found:
            click.echo(f"row {number}: {finding(one, template.fields)}", err=True)


def _write(template: Template, rows: list[Row], options: Options, out: Path) -> None:
    if out.suffix.lower() == ".pdf":
        out.write_bytes(studio.renderer().together(template, rows, options))
        click.echo(f"{out}: {len(rows)} in one file")
        return
    out.mkdir(parents=True, exist_ok=True)
    width = max(len(str(len(rows))), 3)
    for number, made in enumerate(studio.renderer().separate(template, rows, options), 1):
        name = str(rows[number - 1].values.get("name", ""))
        (out / file_name(f"{number:0{width}d}-{name}", ".pdf")).write_bytes(made.pdf)
    click.echo(f"{out}: {len(rows)} files")
