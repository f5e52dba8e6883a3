"""The real bot is whole: all that can be asked is answered, all that is completed is offered."""

from bot.catalog.loader import builtin, load
from bot.compose import Parts, assemble
from bot.core.guards import Pace, place, rank
from bot.core.intents import arguments, asked, suggestions
from bot.core.people import Rank
from bot.intents import suggestions as keys
from bot.intents.person import Help
from bot.storage.directory import StoreDirectory
from bot.storage.memory import MemoryStore
from tests.unit.core.strategies import intent_classes
from tests.unit.core.toys import Still

STORE = MemoryStore()
BOT = assemble(
    Parts(load([builtin()]), STORE, StoreDirectory(STORE, Still()), {}), Still(), lambda _: "-"
)
REGISTRY = BOT.registry


def test_every_intent_of_the_house_is_handled_and_no_other() -> None:
    assert set(REGISTRY.handlers) == set(intent_classes())


def test_every_handled_intent_has_a_code_of_its_own() -> None:
    assert len(REGISTRY.codes) == len(REGISTRY.handlers)
    assert len(REGISTRY.commands) == sum(bool(kind.spec.name) for kind in REGISTRY.handlers)
    menus = [kind.spec.menu for kind in REGISTRY.handlers if kind.spec.menu]
    assert len(set(menus)) == len(menus)


def test_every_completion_that_a_field_wants_has_a_feature() -> None:
    wanted = {
        key
        for kind in REGISTRY.handlers
        for field in kind.model_fields.values()
        if (key := suggestions(field))
    }
    assert wanted == set(REGISTRY.suggesters)
    declared = {mark.key for mark in vars(keys).values() if isinstance(mark, keys.Suggest)}
    assert wanted == declared


def test_a_form_has_a_title_and_only_a_form_has_a_seed() -> None:
    forms = {kind for kind in REGISTRY.handlers if asked(kind)}
    assert forms == {kind for kind in REGISTRY.handlers if kind.spec.asks}
    assert set(REGISTRY.seeders) <= forms
    assert all(1 <= len(asked(kind)) <= 5 for kind in forms), "a modal holds five questions"


def test_a_command_says_what_it_is_and_what_its_options_are() -> None:
    for name, kind in REGISTRY.commands.items():
        assert 1 <= len(kind.spec.help) <= 100, name
        assert all(1 <= len(part) <= 32 for part in name.split()), name
        assert len(name.split()) <= 2, name
        assert name == name.lower()
        for option, field in arguments(kind).items():
            assert 1 <= len(field.description or "") <= 100, f"{name} {option}"


def test_what_only_moderators_may_ask_is_known_by_its_name() -> None:
    managing = {kind.__name__ for kind in REGISTRY.handlers if kind.spec.rank is not Rank.member}
    assert managing >= {"ManageSetup", "ManageContent", "SetSharing", "RemoveCard"}
    for name, kind in REGISTRY.commands.items():
        assert name.startswith(("manage ", "schedule ")) == (kind.spec.rank is Rank.moderator)


def test_every_guard_stands_before_every_answer() -> None:
    assert [guard for guard in BOT.guards if guard in (rank, place)] == [rank, place]
    assert any(isinstance(guard, Pace) for guard in BOT.guards)
    assert BOT.home == Help()
