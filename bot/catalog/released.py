"""Ids that went out with a release: they are kept for good, under their own name or an alias."""

from collections.abc import Iterator

from bot.catalog.entries import Reading
from bot.catalog.models import KINDS
from bot.catalog.problems import Problem


def listing(reading: Reading) -> str:
    """Return the content of `released-ids.txt`: one `kind/id` a line, sorted.

    Former ids stay in it, and so do those that an earlier listing named.
    """
    now = {
        f"{entry.kind}/{slug}"
        for entry in reading.entries
        if entry.record.status in {"active", "deprecated"}
        for slug in (entry.record.id, *entry.record.aliases)
    }
    before = {line.strip() for lines in reading.released.values() for line in lines}
    return "".join(f"{line}\n" for line in sorted(now | before) if line)


def check(reading: Reading) -> Iterator[Problem]:
    """Say which released ids are gone. A pack without a listing has released nothing yet."""
    for file, lines in reading.released.items():
        for number, line in enumerate(lines, start=1):
            kind, _, slug = line.strip().partition("/")
            if not line.strip() or (kind, slug) in reading.named:
                continue
            if kind not in KINDS or not slug:
                text = f'"{line}" is no released id: write kind/id, such as tip/dumb-baseline'
            else:
                text = f"the {kind} {slug} was released and is gone: put it back, as deprecated, "
                text += "or name it in the aliases of the record that replaces it"
            yield Problem(file, number, text)
