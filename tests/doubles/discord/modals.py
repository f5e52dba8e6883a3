"""Modals: their limits, what somebody sees of one, and the data of its submission."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.doubles.discord.errors import Fault, Json
from tests.doubles.discord.messages import SELECTS, TEXT_DISPLAY, walk
from tests.doubles.discord.validate import LABEL, ROW, TEXT_INPUT, option_faults

FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 19, 21, 22, 23
INPUTS = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX}
LISTS = SELECTS | {FILE_UPLOAD, CHECKBOXES}

Given = str | bool | Sequence[str]


@dataclass(frozen=True, slots=True)
class Modal:
    """A form as it stands on somebody's screen. `opened_by` is the interaction's id."""

    title: str
    custom_id: str
    components: tuple[Json, ...]
    opened_by: int = 0

    @property
    def inputs(self) -> dict[str, Json]:
        """Return what can be filled in, by label, in order."""
        return dict(_labelled(self.components))

    @property
    def text(self) -> str:
        """Return the title, the labels and the text between them."""
        shown = [str(each["content"]) for each in walk(self.components) if "content" in each]
        return "\n".join([self.title, *self.inputs, *shown])

    def filled(self, given: Mapping[str, Given]) -> list[Json]:
        """Return what is submitted. `given` goes by label or custom id; the rest stays as it was.

        Raises ValueError for what the screen would not let through.
        """
        left = dict(given)
        made = [_filled(part, left) for part in self.components]
        if left:
            raise ValueError(f"{self.title}: no field called {', '.join(left)}")
        return made


def modal_faults(data: Json) -> list[Fault]:
    """Say what is wrong with a modal."""
    found: list[Fault] = []
    parts: list[Json] = data.get("components") or []
    for key, most in (("title", 45), ("custom_id", 100)):
        if not 1 <= len(str(data.get(key) or "")) <= most:
            found.append((key, f"must be between 1 and {most} in length"))
    if not 1 <= len(parts) <= 5:
        found.append(("components", "must be between 1 and 5 in number"))
    names = [str(each["custom_id"]) for each in walk(parts) if "custom_id" in each]
    if len(set(names)) < len(names):
        found.append(("components", "custom ids must differ"))
    for number, part in enumerate(parts):
        found += _part_faults(f"components.{number}", part)
    return found


def _part_faults(path: str, part: Json) -> Iterator[Fault]:
    if part["type"] not in {ROW, LABEL, TEXT_DISPLAY}:
        yield f"{path}.type", "may not stand in a modal"
    if part["type"] == LABEL:
        if not 1 <= len(part["label"]) <= 45:
            yield f"{path}.label", "must be between 1 and 45 in length"
        if len(part.get("description") or "") > 100:
            yield f"{path}.description", "must be 100 or fewer in length"
    for each in walk([part]):
        yield from _input_faults(path, each)


def _input_faults(path: str, each: Json) -> Iterator[Fault]:
    if each["type"] in INPUTS and not 1 <= len(str(each.get("custom_id") or "")) <= 100:
        yield f"{path}.custom_id", "must be between 1 and 100 in length"
    if each["type"] == TEXT_INPUT:
        most = each.get("max_length") or 4000
        if most > 4000 or len(each.get("value") or "") > most:
            yield f"{path}.value", f"must be {min(most, 4000)} or fewer in length"
        if len(each.get("placeholder") or "") > 100:
            yield f"{path}.placeholder", "must be 100 or fewer in length"
    for number, option in enumerate(each.get("options") or ()):
        yield from option_faults(f"{path}.options.{number}", option)
    counts = {3: (1, 25), RADIO: (2, 10), CHECKBOXES: (1, 10)}
    least, most = counts.get(each["type"], (0, 25))
    if not least <= len(each.get("options") or ()) <= most:
        yield f"{path}.options", f"must be between {least} and {most} in number"


def _labelled(parts: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    for part in parts:
        if part["type"] == LABEL:
            yield str(part["label"]), part["component"]
        for each in part.get("components", ()):
            yield str(each.get("label")), each


def _filled(part: Json, left: dict[str, Given]) -> Json:
    """Return one part as it is submitted, taking what it needs out of `left`."""
    told: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == LABEL:
        told["component"] = _answered(part["component"], str(part["label"]), left)
    if part["type"] == ROW:
        inner = part["components"]
        told["components"] = [_answered(e, str(e.get("label")), left) for e in inner]
    return told


def _answered(box: Json, label: str, left: dict[str, Given]) -> Json:
    name = str(box["custom_id"])
    preset = _preset(box)
    given = left.pop(name, left.pop(label, preset))
    _check(box, label, given)
    key = "values" if box["type"] in LISTS else "value"
    if key == "values":
        given = [given] if isinstance(given, str) else given
    return {"type": box["type"], "id": box["id"], "custom_id": name, key: given}


def _preset(box: Json) -> Given:
    chosen = [str(each["value"]) for each in box.get("options", ()) if each.get("default")]
    match box["type"]:
        case 4:
            return str(box.get("value") or "")
        case 23:
            return bool(box.get("default"))
        case 21:
            return "".join(chosen)
        case _:
            return chosen


def _check(box: Json, label: str, given: Given) -> None:
    required = box.get("required", box["type"] != CHECKBOX)
    if required and not given and box["type"] != CHECKBOX:
        raise ValueError(f"{label}: has to be filled in")
    if isinstance(given, bool) or not given:
        return
    if box["type"] == TEXT_INPUT:
        least, most = box.get("min_length") or 0, box.get("max_length") or 4000
        if not least <= len(given) <= most:
            raise ValueError(f"{label}: {len(given)} characters, {least} to {most} fit")
        return
    offered = {str(each["value"]) for each in box.get("options", ())}
    chosen = {given} if isinstance(given, str) else set(given)
    if offered and not chosen <= offered:
        raise ValueError(f"{label}: {', '.join(chosen - offered)} cannot be chosen")
