"""The elements of Block Kit: buttons, menus, boxes. Limits: platform-facts, section 6."""

from collections.abc import Iterator

from tests.doubles.slack.errors import Fault, Json
from tests.doubles.slack.shapes import (
    Check,
    Shape,
    an,
    anything,
    both,
    by_type,
    flag,
    items,
    just_one,
    number,
    one_of,
    string,
    text,
)

BOTH = ("plain_text", "mrkdwn")
WEB = r"https?://\S+"
CLOCK, DAY = r"([01]\d|2[0-3]):[0-5]\d", r"\d{4}-\d\d-\d\d"
ID = r"[A-Z][A-Z0-9]{2,}"

STYLE = one_of("primary", "danger")
CONFIRM = an(
    {
        "title!": text(100),
        "text!": text(300, *BOTH),
        "confirm!": text(30),
        "deny!": text(30),
        "style": STYLE,
    }
)
USABLE: Shape = {"type!": string(50), "action_id": string(255)}
ASKING: Shape = {**USABLE, "confirm": CONFIRM}
FOCUSED: Shape = {**ASKING, "focus_on_load": flag}
MENU: Shape = {**FOCUSED, "placeholder": text(150)}
MANY: Shape = {**MENU, "max_selected_items": number(1, 100)}
TYPED: Shape = {
    **USABLE,
    "focus_on_load": flag,
    "placeholder": text(150),
    "dispatch_action_config": an(
        {
            "trigger_actions_on!": items(one_of("on_enter_pressed", "on_character_entered"), 2),
        }
    ),
}


def option(*kinds: str, link: bool = False) -> Check:
    """Want an option of a menu or a list."""
    shape = {"text!": text(75, *kinds), "value!": string(150), "description": text(75, *kinds)}
    return an(shape | ({"url": string(3000, form=WEB)} if link else {}))


OPTION = option()
OPTIONS = items(OPTION, 100)
GROUPS = items(an({"label!": text(75), "options!": OPTIONS}), 100)
FILTER = an(
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)
PLACES: Shape = {"filter": FILTER, "default_to_current_conversation": flag}


def _among(path: str, value: Json) -> Iterator[Fault]:
    """Want what is chosen at first to be one of what can be chosen."""
    groups = [group["options"] for group in value.get("option_groups", ())]
    offered = [*value.get("options", ()), *(each for group in groups for each in group)]
    first = [value["initial_option"]] if "initial_option" in value else []
    for each in [*first, *value.get("initial_options", ())]:
        if each not in offered:
            yield path, "the initial option must be one of the options"
    values = [each["value"] for each in offered]
    if len(set(values)) < len(values):
        yield path, "the values of options must differ"


_STATIC: Shape = {"options": OPTIONS, "option_groups": GROUPS}
_LISTED = both(just_one("options", "option_groups"), _among)


def _chosen(kinds: tuple[str, ...], most: int, first: str) -> Check:
    one = option(*kinds)
    initial = one if first == "initial_option" else items(one, most)
    return both(an({**FOCUSED, "options!": items(one, most), first: initial}), _among)


def _number(path: str, value: Json) -> Iterator[Fault]:
    try:
        ends = [float(value.get(key, end)) for key, end in (("min_value", "-inf"),)]
        ends.append(float(value.get("initial_value", value.get("min_value", "0"))))
        ends.append(float(value.get("max_value", "inf")))
    except ValueError:
        yield path, "must be a number in a string"
        return
    if "initial_value" in value and ends != sorted(ends):
        yield path, "the initial value must be in the range"


ELEMENTS: dict[str, Check] = {
    "button": an(
        {
            **ASKING,
            "text!": text(75),
            "value": string(2000),
            "url": string(3000, form=WEB),
            "style": STYLE,
            "accessibility_label": string(75),
        }
    ),
    "overflow": an({**ASKING, "options!": items(option(link=True), 5)}),
    "static_select": both(an({**MENU, **_STATIC, "initial_option": OPTION}), _LISTED),
    "external_select": an(
        {**MENU, "min_query_length": number(0, 3000), "initial_option": OPTION},
    ),
    "users_select": an({**MENU, "initial_user": string(20, form=ID)}),
    "conversations_select": an(
        {
            **MENU,
            **PLACES,
            "initial_conversation": string(20, form=ID),
            "response_url_enabled": flag,
        }
    ),
    "channels_select": an(
        {**MENU, "initial_channel": string(20, form=ID), "response_url_enabled": flag}
    ),
    "multi_static_select": both(an({**MANY, **_STATIC, "initial_options": OPTIONS}), _LISTED),
    "multi_external_select": an(
        {**MANY, "min_query_length": number(0, 3000), "initial_options": OPTIONS}
    ),
    "multi_users_select": an({**MANY, "initial_users": items(string(20, form=ID), 100)}),
    "multi_conversations_select": an(
        {**MANY, **PLACES, "initial_conversations": items(string(20, form=ID), 100)}
    ),
    "multi_channels_select": an({**MANY, "initial_channels": items(string(20, form=ID), 100)}),
    "datepicker": an({**MENU, "initial_date": string(10, form=DAY)}),
    "timepicker": an({**MENU, "initial_time": string(5, form=CLOCK), "timezone": string(64)}),
    "datetimepicker": an({**FOCUSED, "initial_date_time": number(10**9, 10**10 - 1)}),
    "checkboxes": _chosen(BOTH, 10, "initial_options"),
    "radio_buttons": _chosen(BOTH, 10, "initial_option"),
    "plain_text_input": an(
        {
            **TYPED,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        }
    ),
    "number_input": both(
        an(
            {
                **TYPED,
                "is_decimal_allowed!": flag,
                "initial_value": string(40),
                "min_value": string(40),
                "max_value": string(40),
            }
        ),
        _number,
    ),
    "email_text_input": an({**TYPED, "initial_value": string(3000, 0)}),
    "url_text_input": an({**TYPED, "initial_value": string(3000, 0)}),
}

PLACE: Shape = {
    "image_url": string(3000, form=WEB),
    "slack_file": both(
        an({"id": string(20, form=ID), "url": string(3000, form=WEB)}), just_one("id", "url")
    ),
}
IMAGE_PLACE = just_one("image_url", "slack_file")
IMAGE: Shape = {"type!": one_of("image"), **PLACE, "alt_text!": string(2000)}

MENUS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
SINGLE = {name for name in MENUS if not name.startswith("multi_")}
PICKERS = {"datepicker", "timepicker"}
LISTS = {"checkboxes", "radio_buttons"}
BOXES = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
IN_ACTIONS = {"button", "overflow", "datetimepicker"} | SINGLE | PICKERS | LISTS
IN_SECTION = {"button", "overflow"} | MENUS | PICKERS | LISTS
IN_INPUT = {"datetimepicker"} | MENUS | PICKERS | LISTS | BOXES

ACCESSORY = by_type(
    {**ELEMENTS, "image": both(an(IMAGE), IMAGE_PLACE)}, only=IN_SECTION | {"image"}
)
ACTION = by_type(ELEMENTS, only=IN_ACTIONS)
INPUT = by_type(ELEMENTS, only=IN_INPUT)
RICH: Check = anything
