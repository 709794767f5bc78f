"""The settings as the rest of the service sees them, and the shape of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from syndicator.model import (
    Brand,
    Disclaimer,
    Feed,
    Letter,
    LinkRules,
    Listmonk,
    PolicyRule,
    Site,
    Source,
    Waiver,
)

PREFIX = "SYNDICATOR_"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where the memory is: sqlite:///file or postgresql://…"""

    url: str = "sqlite:///syndicator.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """Where the files go, and the address they are served under."""

    path: Path = Path("public")
    base_url: str = ""  # "" means the site's URL
    allow_networks: tuple[str, ...] = ()  # private networks that hubs may be in


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """The built-in server; `run` starts it where `enabled` is set."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator decides. `file` is where it was read."""

    file: Path
    site: Site
    store: StoreSettings = field(default_factory=StoreSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    brand: Brand = field(default_factory=Brand)
    sources: tuple[Source, ...] = ()
    feeds: tuple[Feed, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)  # former names of feeds
    letters: tuple[Letter, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
    waivers: tuple[Waiver, ...] = ()
    listmonk: Listmonk = field(default_factory=Listmonk)


class Tables(BaseSettings):
    """The shape of the file: what pydantic checks."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        hide_input_in_errors=True,  # a wrong value may be a password
    )

    site: Site
    store: StoreSettings = field(default_factory=StoreSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    brand: Brand = field(default_factory=Brand)
    sources: dict[str, Source] = {}
    feeds: dict[str, Feed] = {}
    moved: dict[str, str] = {}
    letters: dict[str, Letter] = {}
    disclaimers: dict[str, Disclaimer] = {}
    rules: tuple[PolicyRule, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
    waivers: tuple[Waiver, ...] = ()
    listmonk: Listmonk = field(default_factory=Listmonk)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # `shape.merged` has put the environment in already


# The tables an operator names, and the field that holds the name.
NAMED = {"sources": "name", "feeds": "name", "letters": "name", "disclaimers": "kind"}
