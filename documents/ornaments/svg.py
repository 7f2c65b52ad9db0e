"""The few words of SVG that ornaments are written in. Numbers are mm, kept to 0.01."""

from collections.abc import Iterable


def number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """One element; `stroke_width=.2` becomes `stroke-width="0.2"`, None is left out."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{tag}{words}>{inner}</{tag}>" if inner else f"<{tag}{words}/>"


def group(*children: str, **attributes: str | float | None) -> str:
    return element("g", *children, **attributes)


def lines(*children: str, colour: str, width: float, **attributes: str | float | None) -> str:
    """A group that is drawn as lines only."""
    return group(*children, fill="none", stroke=colour, stroke_width=width, **attributes)


def path(data: str, **attributes: str | float | None) -> str:
    return element("path", d=data, **attributes)


def circle(x: float, y: float, radius: float, **attributes: str | float | None) -> str:
    return element("circle", cx=x, cy=y, r=radius, **attributes)


def box(x: float, y: float, width: float, height: float, **attributes: str | float | None) -> str:
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def define(name: str, *children: str) -> str:
    """A pattern to be placed with `place`; draws nothing by itself."""
    return element("defs", element("g", *children, id=name))


def place(name: str, x: float = 0, y: float = 0, *, turn: float = 0, flip: str = "") -> str:
    """The pattern `name` at x, y, turned by degrees, flipped along "x", "y" or "xy"."""
    steps = [f"translate({number(x)} {number(y)})"] if x or y else []
    if turn:
        steps.append(f"rotate({number(turn)})")
    if flip:
        steps.append(f"scale({-1 if 'x' in flip else 1} {-1 if 'y' in flip else 1})")
    return element("use", href=f"#{name}", transform=" ".join(steps) or None)


def drawing(width: float, height: float, parts: Iterable[str], bleed: float = 0) -> str:
    """A whole file. It stretches with the sheet: makers' sheets of one kind differ by some mm."""
    outer = f"{number(-bleed)} {number(-bleed)} {number(width + 2 * bleed)} "
    outer += number(height + 2 * bleed)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{outer}"'
        f' width="{number(width + 2 * bleed)}mm" height="{number(height + 2 * bleed)}mm"'
        f' preserveAspectRatio="none">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _value(value: str | float | None) -> str:
    return value if isinstance(value, str) else number(value or 0)
