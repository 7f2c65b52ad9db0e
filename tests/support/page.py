"""A page of the lists in `pages` and `pages_of_papers`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`opens` is pressed before looking; `phone` says that it is made for a thumb."""

    endpoint: str
    address: str
    who: str = "anyone"
    opens: str = ""
    status: int = 200
    phone: bool = False

    @property
    def name(self) -> str:
        return self.address + (f" with {self.opens} open" if self.opens else "")
