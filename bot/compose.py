"""Puts the bot together: the one place where features get what they need."""

import datetime as dt
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from types import MappingProxyType

from bot.app import Bot
from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.catalogues import catalogue, languages
from bot.core.guards import Guard, Pace, place, rank
from bot.core.people import Account, Platform
from bot.core.ports import Clock, Courier, Directory, SystemClock
from bot.core.posting import Poster
from bot.core.registry import Registry
from bot.core.words import Lexicon
from bot.features.assess import AssessFeature
from bot.features.assess_cards import AssessCards
from bot.features.audit import AuditFeature
from bot.features.career import CareerFeature
from bot.features.community import CommunityFeature
from bot.features.content import ContentFeature
from bot.features.content_cards import ContentCards
from bot.features.copies import Copies
from bot.features.dated import DatedFeature
from bot.features.desk import Desk
from bot.features.editions import Editions
from bot.features.glossary import GlossaryFeature
from bot.features.group_desk import GroupDeskFeature
from bot.features.groups import GroupFeature
from bot.features.help import HelpFeature
from bot.features.interview import InterviewFeature
from bot.features.moving import MovingFeature
from bot.features.notifier import Notifier
from bot.features.plan_dates import PlanDates
from bot.features.plan_moves import PlanMoves
from bot.features.plans import PlanFeature
from bot.features.posts import PostFeature
from bot.features.posts_composer import PostComposer
from bot.features.posts_questions import QuestionFeature
from bot.features.posts_seasons import SeasonFeature
from bot.features.privacy import PrivacyFeature
from bot.features.projects import ProjectFeature
from bot.features.quiz_cards import QuizCards
from bot.features.quizzes import QuizFeature
from bot.features.ranks import Ranks
from bot.features.receipts import ReceiptFeature
from bot.features.reports import ReportFeature
from bot.features.roadmap import RoadmapFeature
from bot.features.roadmap_cards import RoadmapCards
from bot.features.schedule_changes import ChangeFeature
from bot.features.schedule_contents import ContentsFeature
from bot.features.schedule_once import OnceFeature
from bot.features.schedule_preview import Previewer
from bot.features.schedule_trials import TrialFeature
from bot.features.schedules import Drafts, ScheduleFeature
from bot.features.settings import SettingsFeature
from bot.features.sharing import SharingFeature
from bot.features.sight import Sight
from bot.features.tips import TipFeature
from bot.features.traits import TraitFeature
from bot.features.welcome import Greeter, WelcomeFeature
from bot.intents.person import Help
from bot.intents.sharing import ManageSetup
from bot.schedule.drain import Drain
from bot.schedule.engine import Engine
from bot.schedule.herald import Herald
from bot.schedule.holds import Holds
from bot.schedule.planner import Planner
from bot.schedule.sender import Sender
from bot.schedule.watching import Unwatched, Watch
from bot.settings import Settings
from bot.storage.directory import StoreDirectory
from bot.storage.memory import MemoryStore
from bot.storage.outbox import SqlOutbox
from bot.storage.schema import prepare
from bot.storage.store import SqlStore
from bot.study.outbox import LEASE
from bot.study.ports import Store
from bot.study.spacing import Spacing
from bot.watch.logs import digester


@dataclass(frozen=True, slots=True)
class Parts:
    """What the features are built from."""

    catalog: Catalog
    store: Store
    directory: Directory
    couriers: Mapping[Platform, Courier]
    contact: str = ""
    privacy_url: str = ""
    posters: Mapping[Platform, Poster] = field(default_factory=dict[Platform, Poster])
    ranks: Ranks | None = None


def features(parts: Parts, registry: Registry, editions: Editions) -> Iterable[object]:
    """Build every feature over the edition in `parts`; moderators see the pack as it is."""
    catalog, desk = parts.catalog, Desk(parts.store, parts.directory)
    roadmap = RoadmapCards(catalog)
    tips, traits = TipFeature(catalog, desk, roadmap), TraitFeature(catalog)
    terms, dated = GlossaryFeature(catalog), DatedFeature(catalog)
    copies = Copies(catalog, roadmap, tips, traits, terms, dated)
    return (
        RoadmapFeature(catalog, desk, roadmap),
        QuizFeature(catalog, desk, Spacing(), QuizCards(catalog)),
        SharingFeature(desk, parts.couriers, copies.all()),
        CommunityFeature(desk, parts.posters, parts.ranks or Ranks(parts.store, parts.posters)),
        AuditFeature(desk),
        MovingFeature(desk),
        GroupFeature(catalog, desk, Sight(parts.posters)),
        GroupDeskFeature(desk, languages()),
        ContentFeature(editions.pack, desk, editions, ContentCards(editions.pack)),
        ReportFeature(editions.pack, desk, editions),
        InterviewFeature(catalog, desk),
        AssessFeature(catalog, desk, AssessCards(catalog)),
        SettingsFeature(desk, languages()),
        PrivacyFeature(desk, parts.privacy_url, parts.contact),
        ProjectFeature(catalog),
        CareerFeature(catalog),
        HelpFeature(registry),
        PostFeature(catalog, desk),
        QuestionFeature(catalog, desk, Spacing()),
        SeasonFeature(catalog, desk),
        WelcomeFeature(desk, parts.posters),
        *schedules(parts, desk, editions),
        tips,
        traits,
        terms,
        dated,
    )


def schedules(parts: Parts, desk: Desk, editions: Editions) -> Iterable[object]:
    """Build what makes schedules; the preview is drawn by what will draw the post."""
    composing = PostComposer(editions, parts.store, Lexicon(catalogue))
    drafts = Drafts(desk, Previewer(desk, composing, parts.posters))
    return (
        ScheduleFeature(desk, drafts),
        ChangeFeature(desk, drafts),
        ContentsFeature(desk, drafts),
        TrialFeature(desk, drafts, parts.posters),
        OnceFeature(desk),
        PlanFeature(desk),
        PlanMoves(desk),
        PlanDates(desk, composing),
        ReceiptFeature(desk, composing, parts.posters),
    )


def assemble(
    parts: Parts,
    clock: Clock,
    digest: Callable[[Account], str],
    guards: Sequence[Guard] | None = None,
) -> Bot:
    """Build the bot over its parts; without `guards`, rights, place and pace are checked.

    Raises ValueError for a completion that nobody offers.
    """
    ranks = Ranks(parts.store, parts.posters)
    editions, lexicon = _editions(replace(parts, ranks=ranks), clock), Lexicon(catalogue)
    return Bot(
        registry=editions.plain,
        lexicon=lexicon,
        directory=parts.directory,
        clock=clock,
        guards=(rank, place, Pace()) if guards is None else guards,
        home=Help(),
        digest=digest,
        contact=parts.contact,
        languages=tuple(languages()),
        registries=editions,
        greeter=Greeter(parts.store, parts.posters, lexicon, clock, ManageSetup()),
        ranks=ranks,
    )


def composer(catalog: Catalog, store: Store, clock: Clock) -> PostComposer:
    """Build what draws recurring posts, over each community's own edition of the pack."""
    editions = Editions(catalog, store, clock, lambda _, __: Registry())
    return PostComposer(editions, store, Lexicon(catalogue))


def engine(
    parts: Parts,
    store: SqlStore,
    clock: Clock,
    watch: Watch | None = None,
    lease: dt.timedelta = LEASE,
) -> Engine:
    """Build what keeps the schedules; a claimed post is ours for `lease`."""
    outbox, lexicon = SqlOutbox(store, lease), Lexicon(catalogue)
    composing = composer(parts.catalog, store, clock)
    notifier = Notifier(store, parts.posters, lexicon)
    herald = Herald(outbox, notifier, parts.posters, composing.editions.last_known)
    holds = Holds(outbox, herald, parts.posters, clock)
    sender = Sender(outbox, composing, parts.posters, clock, holds.refused, lease)
    watched = watch or Unwatched()
    return Engine(
        outbox=outbox,
        planner=Planner(outbox, composing, clock),
        drain=Drain(outbox, sender, parts.posters, clock, watched),
        holds=holds,
        herald=herald,
        clock=clock,
        watch=watched,
        platforms=frozenset(parts.posters),
    )


def _editions(parts: Parts, clock: Clock) -> Editions:
    def build(catalog: Catalog, editions: Editions) -> Registry:
        return _registry(replace(parts, catalog=catalog), editions)

    return Editions(parts.catalog, parts.store, clock, build)


def _registry(parts: Parts, editions: Editions) -> Registry:
    registry = Registry()
    for feature in features(parts, registry, editions):
        registry.add(feature)
    missing = tuple(registry.unanswered_suggestions())
    if missing:
        raise ValueError(f"no feature completes {', '.join(missing)}")
    return registry


def registered(catalog: Catalog) -> Registry:
    """Register every feature over an empty memory: for previews, manifests and documents."""
    store, clock = MemoryStore(), SystemClock()
    return _editions(Parts(catalog, store, StoreDirectory(store, clock), {}), clock).plain


def packs(settings: Settings) -> tuple[Traversable, ...]:
    """Return the folders of all packs, the built-in one first."""
    return (builtin(), *settings.pack_folders)


@asynccontextmanager
async def opened(
    settings: Settings,
    clock: Clock,
    couriers: Mapping[Platform, Courier],
    guards: Sequence[Guard] | None = None,
    posters: Mapping[Platform, Poster] = MappingProxyType({}),
) -> AsyncGenerator[tuple[Bot, SqlStore, Engine]]:
    """Open the database, migrated if need be, the bot and the engine over it; closes all.

    Raises PackError for content and StorageError for a database that cannot be used.
    """
    url = settings.database_url.get_secret_value()
    catalog = load(packs(settings))
    await prepare(url, clock)
    store = SqlStore.open(url)
    try:
        directory = StoreDirectory(store, clock)
        about = settings.contact, settings.privacy_url
        parts = Parts(catalog, store, directory, couriers, *about, posters)
        digest = digester(await store.secret())
        await store.prune(clock.now())
        yield assemble(parts, clock, digest, guards), store, engine(parts, store, clock)
    finally:
        await store.close()
