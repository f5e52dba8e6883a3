"""The languages of the interface: their catalogues, and what each calls itself."""

import gettext
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from bot.core.words import SOURCE, Catalogue


def words_folder() -> Traversable:
    """Return the folder of the translations of the interface."""
    return resources.files("content").joinpath("words")


def catalogue(tag: str) -> Catalogue | None:
    """Read the catalogue of a language, or return None where there is none."""
    if not tag.replace("-", "").isalnum():
        return None
    file = words_folder().joinpath(f"{tag}.po")
    if not file.is_file():
        return None
    return _from_po(file)


def _from_po(file: Traversable) -> gettext.NullTranslations:
    from io import BytesIO  # noqa: PLC0415 (only a reader of another language needs these)

    from babel.messages.mofile import write_mo  # noqa: PLC0415 (as above)
    from babel.messages.pofile import read_po  # noqa: PLC0415 (as above)

    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class _Languages(Mapping[str, str]):
    """Languages by tag; what each calls itself is looked up when somebody wants to know."""

    tags: Sequence[str]

    def __getitem__(self, tag: str) -> str:
        from babel import Locale  # noqa: PLC0415 (takes time and memory, and is rarely needed)

        if tag not in self.tags:
            raise KeyError(tag)
        name = Locale.parse(tag, sep="-").get_display_name() or tag
        return name[:1].upper() + name[1:]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tags)

    def __len__(self) -> int:
        return len(self.tags)


def languages() -> Mapping[str, str]:
    """Return the languages of the interface by tag, each in its own name."""
    folder = words_folder()
    files = [each.name for each in folder.iterdir()] if folder.is_dir() else []
    tags = sorted(name.removesuffix(".po") for name in files if name.endswith(".po"))
    return _Languages((SOURCE, *tags))
