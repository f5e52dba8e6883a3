"""Names of the completions; a feature answers each with a method marked `@suggests`."""

from bot.core.intents import Suggest

STEPS = Suggest("steps")
TRAITS = Suggest("traits")
DUTIES = Suggest("duties")
EXAMS = Suggest("exams")
FIGURES = Suggest("figures")
TERMS = Suggest("terms")
COMMANDS = Suggest("commands")
ZONES = Suggest("zones")
LANGUAGES = Suggest("languages")
GROUPS = Suggest("groups")
SCHEDULES = Suggest("schedules")
