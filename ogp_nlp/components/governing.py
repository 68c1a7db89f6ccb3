"""Which heading and which topic govern each line: carried down from heading to line until something ends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ogp_nlp.components.lines import Line
from ogp_nlp.components.section_knowledge import SectionKnowledge

_EARLY = 0.35  # share of the lines within which an agenda may still be announced
PEOPLE = frozenset({"attendance", "absence", "guests", "remote"})


def govern(
    lines: list[Line],
    knowledge: SectionKnowledge,
    table_topics: Mapping[int, str],
    hints: Mapping[int, str] | None = None,
) -> list[Line]:
    """Give every line its heading, its parent heading and its topic.

    ``hints`` are topics by the index of the line, which count where no cue word says what a line announces.
    """
    state = _State(knowledge, table_topics, len(lines), hints or {})
    result: list[Line] = []
    for line in lines:
        following = lines[line.index + 1] if line.index + 1 < len(lines) else None
        if line.kind == "heading":
            result.append(state.enter(line, following, result))
        else:
            result.append(state.place(line, table_topics.get(line.table, "")))
    return result


def _is_listed(line: Line | None) -> bool:
    return line is not None and line.kind in ("item", "row", "header_row")


class _State:
    """Where a reader of the lines stands: the current heading, the one above it, and the topic."""

    def __init__(
        self, knowledge: SectionKnowledge, table_topics: Mapping[int, str], total: int, hints: Mapping[int, str]
    ) -> None:
        self.knowledge = knowledge
        self.hints = hints
        self.total = total
        self.table_topics = table_topics
        self.current = self.parent = -1
        self.topic = ""
        self.bullet = ""  # the sign of the last item in a list of people
        self.account = False  # whether the account of the meeting has begun
        self.begun = False  # whether the head of the document is over
        self.listed = False  # whether items or rows of the topic have been seen

    def enter(self, line: Line, following: Line | None, before: list[Line]) -> Line:
        """A heading: it changes the topic, or groups what stands below it within the topic."""
        knowledge = self.knowledge
        own = "theme" if knowledge.theme.match(line.key + ":") else knowledge.topic_of(line.key)
        own = own or self._led(line)
        if knowledge.unit.match(line.key):
            own = ""
        elif knowledge.outcome.match(line.key):
            own = "decisions" if "قرار" in line.key[:8] else "actions"
        if own == "agenda" and self.account and not _is_listed(following):
            own = ""  # a title that has lost its place
        own = own or self._hinted(line)
        if not own and not self.topic and following is not None and self._implied(following):
            self.topic = "attendance"
        called = following is not None and following.kind == "paragraph" and knowledge.calls_point(following.key)
        if (called or self._stands_alone(line, following)) and not (own or knowledge.unit.match(line.key)):
            line = replace(line, level=1)
        top = self.current if self.current >= 0 and before[self.current].level == 1 else self.parent
        group = not own and line.level > 1 and top >= 0
        if own:
            self.topic = own
        elif not group and (self.topic or self.begun) and not (self._keeps(line, following) or self._over(line)):
            self.topic = "discussion"
        self.parent = top if group else -1
        self.current = line.index
        self.listed = False
        return replace(line, topic=self.topic, heading=self.parent, parent=self.parent)

    def _hinted(self, line: Line) -> str:
        """What a heading without a cue word announces as learned; people and points only before the account."""
        hint = "" if self.knowledge.opens(line.key) else self.hints.get(line.index, "")
        late = self.account or self.topic in ("discussion", "theme", "actions", "decisions", "closing", "signature")
        closed = self.topic in ("closing", "signature") or (late and hint in ("attendance", "agenda"))
        return "" if closed or (hint == "attendance" and self.topic in PEOPLE) else hint

    def _over(self, line: Line) -> bool:
        """Whether a line looks like a heading after the closing: mostly the office of somebody who signs."""
        return self.topic in ("closing", "signature") and line.number is None and not self.knowledge.opens(line.key)

    def _stands_alone(self, line: Line, following: Line | None) -> bool:
        """Whether a heading with a colon is a point of the account: set apart on both sides, over a paragraph."""
        apart = line.gap and following is not None and following.gap and following.kind == "paragraph"
        return bool(apart) and self.topic == "discussion" and line.text.endswith(":")

    def _keeps(self, line: Line, following: Line | None) -> bool:
        """Whether a heading without a cue of its own stays within lists of people: ``أولا: الجهات الحكومية``."""
        if self.topic not in PEOPLE or following is None:
            return False
        if following.kind == "heading":  # a group of groups
            return line.text.endswith(":") and following.text.endswith(":")
        if following.table >= 0:
            return self.table_topics.get(following.table) == "attendance"
        if line.text.endswith(":") and following.kind == "item" and following.marker == self.bullet:
            return True  # the list of people goes on with the same sign
        words = len(following.text.split())
        named = self.knowledge.person.match(following.key) is not None
        return (named and words <= 30) or (following.kind == "item" and words <= 6)

    def _implied(self, line: Line) -> bool:
        """Whether a list of titled people stands in the head, where no heading announces it."""
        titled = line.kind == "item" and len(line.text) < 250 and self.knowledge.titled.match(line.key)
        return bool(titled) and not self.topic and not self.account

    def _led(self, line: Line) -> str:
        """What a sentence with a colon leads into; people and agenda are listed before the account begins."""
        led = self.knowledge.lead_of(line.key)
        late = self.topic in ("discussion", "theme", "actions", "decisions") and self.begun
        if led == "agenda" and line.index < _EARLY * self.total:
            return led
        return "" if late and led in ("agenda", "attendance", "absence") else led

    def _account_begins(self, line: Line) -> bool:
        """Whether a paragraph ends the lists of people or the agenda: the account of the meeting begins."""
        if self.topic in (*PEOPLE, "agenda") and self.knowledge.opening.match(line.key):
            return True
        if self.topic in PEOPLE and len(line.text) > 60 and self.knowledge.reporting.match(line.key):
            return True
        return self.topic == "agenda" and self.listed and line.gap and len(line.text) > 120

    def place(self, line: Line, table_topic: str) -> Line:
        """Any other line: it takes the topic, ends it, or announces its own (``اعتذر: ...``)."""
        own = ""
        if line.kind == "paragraph":
            opens = self.knowledge.topic_of(line.key)
            led = self._led(line)
            if opens in ("closing", "signature"):
                self.topic = opens
            elif led:
                self.topic = led
            elif opens == "agenda" and ":" in line.key[:60]:
                own, self.topic = opens, "discussion"
            elif opens in PEOPLE:
                own = opens
            elif self._account_begins(line):
                self.topic, self.account = "discussion", True
        elif self._implied(line) or (line.kind == "item" and not self.topic and self._hinted(line) == "attendance"):
            self.topic = "attendance"
        elif self.topic not in PEOPLE and self.topic != "signature":
            own = table_topic
        self.listed = self.listed or line.kind != "paragraph"
        if line.kind == "item" and self.topic in PEOPLE and line.number is None:
            self.bullet = line.marker
        self.begun = self.begun or bool(own) or len(line.text) > 200
        return replace(line, topic=own or self.topic, heading=self.current, parent=self.parent)
