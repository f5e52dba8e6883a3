"""How a community is set up: whom it trusts, where notices go, its zone, and who changed what."""

import pytest

from bot.core.people import Rank
from bot.core.posting import Refused, Role
from bot.core.replies import Amend
from bot.intents.community import (
    AddModerator,
    ChooseZone,
    DropModerator,
    ManageAudit,
    Moderators,
    NameModerator,
    SetNotices,
    ShowChange,
)
from bot.intents.group_desk import NewGroup
from bot.intents.sharing import ManageSetup, SetSharing
from bot.study.groups import Change, Setup
from tests.journey.booth import HERE, THERE, Booth, Visitor, goes, picks, texts

MODS = Role("77", "study-mods")


@pytest.fixture
def mod(booth: Booth) -> Visitor:
    booth.wall.known_roles = (MODS, Role("78", "readers"))
    return booth.visitor("mod", rank=Rank.moderator)


async def setup(booth: Booth) -> Setup:
    async with booth.store.read() as work:
        return await work.groups.setup(HERE)


async def may(visitor: Visitor) -> bool:
    return "Only moderators" not in texts(await visitor.asks(ManageSetup()))


async def test_the_card_says_how_things_stand(mod: Visitor) -> None:
    seen = texts(await mod.types("/manage setup"))
    assert "Set up: #general" in seen
    assert "Sharing of cards: on" in seen
    assert "Notices: in private, to whoever edited last" in seen
    assert "Time zone: not chosen" in seen


async def test_holders_of_a_chosen_role_rank_as_moderators(booth: Booth, mod: Visitor) -> None:
    eve = booth.visitor("eve", roles=frozenset({"77"}))
    assert not await may(eve)
    card = await mod.asks(Moderators())
    (menu,) = picks(card, AddModerator)
    assert [each.label for each in menu.options] == ["@study-mods", "@readers"]
    assert "@study-mods" in texts(await mod.asks(AddModerator(holder="77")))
    assert await may(eve)
    assert not await may(booth.visitor("ana", roles=frozenset({"78"})))
    assert not await may(booth.visitor("eve", roles=frozenset({"77"}), community=THERE))
    assert "/manage setup" in texts(await eve.types("/help manage setup"))
    assert "study-mods" in texts(await mod.asks(ManageSetup()))
    assert "Nobody else" in texts(await mod.asks(DropModerator(holder="77")))
    assert not await may(eve), "a right that was taken away is gone at once"


async def test_somebody_is_trusted_by_name(booth: Booth, mod: Visitor) -> None:
    for typed in ("@Study-Mods", "ben"):
        assert not isinstance(await mod.sends(NameModerator(), who=typed), Amend)
    assert (await setup(booth)).moderators == ("77", "ben")
    assert await may(booth.visitor("ben"))
    changed = [each for each in await audit(booth) if each.what == "moderators changed"]
    assert {each.after for each in changed} == {"@study-mods", "@study-mods, 1 by id"}
    await mod.sends(NameModerator(), who="ben")
    assert len(await audit(booth)) == 2, "twice is no change"


@pytest.mark.parametrize("typed", ["two words", "here", "readers "])
async def test_who_is_not_clear_is_not_trusted(booth: Booth, mod: Visitor, typed: str) -> None:
    booth.wall.known_roles = (Role("78", "readers"), Role("79", "Readers"))
    assert isinstance(await mod.sends(NameModerator(), who=typed), Amend)
    assert (await setup(booth)).moderators == ()


async def test_a_role_of_nowhere_is_not_trusted(booth: Booth, mod: Visitor) -> None:
    await mod.asks(AddModerator(holder="999"))
    assert (await setup(booth)).moderators == ()


async def test_there_is_an_end_to_trust(booth: Booth, mod: Visitor) -> None:
    booth.wall.known_roles = tuple(Role(str(n), f"role {n:02}") for n in range(40))
    for n in range(25):
        await mod.asks(AddModerator(holder=str(n)))
    assert isinstance(await mod.sends(NameModerator(), who="role 30"), Amend)
    assert len((await setup(booth)).moderators) == 25


async def test_many_roles_have_pages(booth: Booth, mod: Visitor) -> None:
    booth.wall.known_roles = tuple(Role(str(n), f"role {n:02}") for n in range(40))
    first = await mod.asks(Moderators())
    assert [go.page for go in goes(first, Moderators)] == [2]
    (menu,) = picks(await mod.goes(Moderators), AddModerator)
    assert [each.value for each in menu.options] == [str(n) for n in range(25, 40)]


async def test_notices_come_into_a_channel_of_moderators(booth: Booth, mod: Visitor) -> None:
    await mod.asks(ManageSetup())
    assert "Notices: #general" in texts(await mod.goes(SetNotices))
    assert (await setup(booth)).notices == "general"
    assert goes(mod.shown, SetNotices) == [SetNotices(on=False)]
    await mod.goes(SetNotices)
    assert (await setup(booth)).notices == ""
    booth.wall.closed["general"] = Refused("no right", ("Embed Links",))
    assert "Missing: Embed Links" in texts(await mod.asks(SetNotices(on=True)))
    assert (await setup(booth)).notices == ""


async def test_the_community_s_zone_is_where_groups_begin(booth: Booth, mod: Visitor) -> None:
    await mod.asks(ManageSetup())
    assert isinstance(await mod.sends(ChooseZone(), zone="EST"), Amend)
    await mod.sends(ChooseZone(), zone="Kolkata")
    assert "Kolkata (17:30 now)" in texts(await mod.asks(ManageSetup()))
    form = await booth.bot.answer(mod.request(), NewGroup())
    assert getattr(form, "seed", {})["zone"] == "Asia/Kolkata"


async def audit(booth: Booth) -> tuple[Change, ...]:
    async with booth.store.read() as work:
        return await work.audit.newest(HERE, 50)


async def test_the_audit_says_who_did_what(booth: Booth, mod: Visitor) -> None:
    assert "Nothing was changed" in texts(await mod.types("/manage audit"))
    await mod.asks(SetSharing(on=False))
    booth.clock.on(minutes=1)
    await mod.sends(ChooseZone(), zone="Berlin")
    await mod.asks(SetSharing(on=False))
    card = await mod.types("/manage audit")
    assert "time zone changed: #general · @mod" in texts(card)
    (menu,) = picks(card, ShowChange)
    assert len(menu.options) == 2, "what was so before is not noted"
    newest = await mod.asks(ShowChange(page=1, change=menu.options[1].value))
    assert newest.title == "sharing changed"
    assert "Before: on\nAfter: off" in texts(newest)
    away = booth.visitor("mod", rank=Rank.moderator, community=THERE)
    assert "Nothing was changed" in texts(await away.asks(ManageAudit()))
    assert "old" in texts(await away.asks(ShowChange(page=1, change=menu.options[0].value)))


async def test_a_long_audit_has_pages(booth: Booth, mod: Visitor) -> None:
    for n in range(20):
        booth.clock.on(minutes=1)
        await mod.asks(SetSharing(on=bool(n % 2)))
    counts = [
        texts(await mod.asks(ManageAudit(page=page))).count("sharing changed") for page in (1, 2, 3)
    ]
    assert counts == [8, 8, 4]
    assert "@mod" in texts(mod.shown)


async def test_who_erased_their_data_is_not_named(booth: Booth, mod: Visitor) -> None:
    await mod.asks(SetSharing(on=False))
    async with booth.store.write(mod.request()) as work:
        person = await work.people.find(mod.request().account)
        assert person is not None
        await work.people.erase(person.id)
    card = await booth.visitor("ann", rank=Rank.moderator).asks(ManageAudit())
    assert "@mod" not in texts(card)
    assert "not known any more" in texts(card)
