"""Settings from the environment, typed. Each one is documented in docs/settings.md."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent


class SettingsError(ValueError):
    """A setting in the environment can't be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """One installation. `from_environment` reads the upper-cased field names with GUILDHALL_."""

    data_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    language: str = "zh_Hans_CN"
    timezone: str = "Asia/Shanghai"
    secure_cookies: bool = False
    proxies: int = 0
    idle_minutes: int = 120
    lockout_failures: int = 5
    lockout_minutes: int = 15
    upload_mb: int = 16
    renderers: int = 0
    media_gb: int = 0
    rtmp_url: str = ""
    testing: bool = field(default=False, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; DATABASE_URL and REDIS_URL go by their usual bare names."""
        values: dict[str, object] = {}
        for name, default in _defaults().items():
            key = name.upper() if name in ("database_url", "redis_url") else _key(name)
            if key in environ:
                values[name] = _parse(key, environ[key], default)
        return cls(**values)  # type: ignore[arg-type]

    @property
    def sqlalchemy_url(self) -> str:
        """The database, with psycopg 3 for PostgreSQL and an own file when none is named."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'guildhall.db'}"
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    @property
    def tls_authority(self) -> Path | None:
        """The certificate of the authority that `script/server --tls` makes, if it did."""
        file = self.data_dir / "tls" / "authority.crt"
        return file if file.exists() else None

    def key(self) -> str:
        """The signing key; made once and kept beside the data when none is set."""
        if self.secret_key:
            return self.secret_key
        file = self.data_dir / "secret_key"
        if not file.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            with suppress(FileExistsError):  # the first of two processes wins
                os.link(fresh, file)
            fresh.unlink()
        return file.read_text().strip()


def _key(name: str) -> str:
    return f"GUILDHALL_{name.upper()}"


def _defaults() -> dict[str, object]:
    return {
        name: f.default for name, f in Settings.__dataclass_fields__.items() if name != "testing"
    }


def _parse(key: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise SettingsError(f"{key} must be 1 or 0, not {text!r}")
        return text.lower() in ("1", "true", "yes")
    if isinstance(default, int):
        if not text.isascii() or not text.isdigit():
            raise SettingsError(f"{key} must be a whole number, not {text!r}")
        return int(text)
    return Path(text).resolve() if isinstance(default, Path) else text
