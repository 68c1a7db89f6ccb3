"""The sections of generated minutes: head, opening, agenda, progress, discussion, decisions, actions, closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ogp_nlp.training.generate.draft import ORDINALS, Draft
from ogp_nlp.training.generate.people import Person
from ogp_nlp.training.generate.pieces import Piece, fill, join, to_for


@dataclass(frozen=True, slots=True)
class Meeting:
    """What all sections have to know of the meeting."""

    body: str
    subject: str
    subject_gender: str
    session: str
    session_gender: str
    ordinal: int
    plan: str | None
    plan_years: tuple[int, int] | None
    place: str | None
    people: list[Person]

    @property
    def slots(self) -> dict[str, str]:
        """Slots that many phrases have."""
        f = self.session_gender == "f"
        return {
            "session_def": self.session,
            "previous": "السابقة" if f else "السابق",
            "coming": "المقبلة" if f else "المقبل",
            "subject": self.subject,
        }


def head(draft: Draft, meeting: Meeting, item: int) -> Piece:
    """The title line, the years of the plan included."""
    ordinal = ORDINALS[meeting.session_gender][meeting.ordinal - 1]
    title = Piece(f"محضر {meeting.session} {ordinal} {to_for(meeting.body)}")
    if meeting.plan_years:
        title = title + " " + draft.years(*meeting.plan_years)
    draft.items[item][1]["title"] = title.text
    return title.marked(item, 0)


def opening(draft: Draft, meeting: Meeting, item: int) -> list[Piece]:
    """When and where, the chair's words, a law and an event."""
    chair = meeting.people[0]
    ordinal = ORDINALS[meeting.session_gender][meeting.ordinal - 1]
    day = draft.dated(draft.day, hijri=draft.habits.get("hijri", False) and draft.chance(0.6)).marked(item, 1)
    slots: dict[str, Piece | str] = {
        "weekday": draft.weekdays[draft.day.weekday()],
        "date": day,
        "hour": draft.choose(draft.phrases["closing"]["hours"]),
        "session": f"{meeting.session} {ordinal} {to_for(meeting.body)}",
        "chair": f"{chair.titled}، {chair.role}",
    }
    if meeting.place is not None:
        slots["place"] = Piece(meeting.place).marked(item, 2)
    phrase = draft.phrase("opening", "place_time" if meeting.place is not None else "remote_time")
    first = fill(phrase, meeting.session_gender, **slots)
    short = f"{'السيدة' if chair.gender == 'f' else 'السيد'} {chair.role}"
    sentences = [fill(draft.phrase("opening", "welcome"), chair.gender, chair_short=short)]
    if draft.chance(0.7):
        about = draft.fresh("law", draft.subjects["laws"]["about"])
        sentences.append(fill(draft.phrase("opening", "law"), chair.gender, law=law(draft), about=about))
    if draft.chance(0.5):
        begin = (draft.day - timedelta(days=draft.rng.randrange(20, 90))).replace(day=draft.rng.randrange(2, 20))
        event = draft.fresh("event", draft.subjects["events"]["list"])
        span, days = draft.choose((("span", 0), ("days", 1)))
        name = draft.phrases["opening"]["event"][days]
        dates = draft.span(begin, 3, " إلى ") if span == "span" else draft.span(begin, 2, " و")
        sentences.append(fill(name, chair.gender, event=event, **{span: dates}))
    return [first, join(sentences, " ")]


def law(draft: Draft) -> Piece:
    """One mention of a numbered legal text."""
    kind, form, number = draft.choose(draft.habits["laws"])
    parts = {"a": draft.rng.randrange(10, 99), "b": draft.rng.randrange(10, 30), "y": draft.day.year - 4}
    text = fill(form, **{name: draft.digits(part) for name, part in parts.items()}).text
    plain = fill(number, **{name: str(part) for name, part in parts.items()}).text
    return Piece(text).marked(draft.new("legal_references", kind=kind, number=plain, text=text))


def agenda(draft: Draft, meeting: Meeting) -> list[Piece]:
    """The listed points under their heading."""
    points = draft.rng.sample(draft.subjects["agenda"]["general"][:-2], draft.rng.randrange(2, 5))
    titles = [fill(point, **meeting.slots).text for point in points]
    titles.append(draft.choose(draft.subjects["agenda"]["general"][-2:]))
    pieces = [Piece(title).marked(draft.new("agenda", title=title)) for title in titles]
    end = draft.choose(("؛", ""))
    return [
        Piece(draft.phrase("agenda", "headings") + draft.choose(("", ":"))),
        draft.listing([p + end for p in pieces]),
    ]


def overall(draft: Draft, meeting: Meeting, value: float) -> Piece:
    """The figure of the whole plan, at times beside the one of the last meeting."""
    assert meeting.plan is not None
    slots: dict[str, Piece | str] = {"plan": meeting.plan, "li_plan": to_for(meeting.plan)}
    slots["p"] = draft.percent(value, "plan_progress")
    if draft.chance(0.5):
        slots["q"] = draft.percent(max(1, value - draft.rng.randrange(3, 15)), "plan_progress", qualifiers=["previous"])
        return fill(draft.phrase("progress", "overall_previous"), **slots, **meeting.slots)
    return fill(draft.phrase("progress", "overall"), **slots)


_MARKED = {"reported": [], "approximate": ["approximate"], "provisional": ["provisional"], "minimum": ["minimum"],
           "maximum": ["maximum"], "dated": []}  # fmt: skip


def commitment(draft: Draft, number: int, title: str, theme: str | None, lead: Person) -> list[Piece]:
    """The heading of a numbered undertaking and what is reported on it."""
    label = fill(draft.label, n=draft.digits(number)).text
    form = draft.choose((*_MARKED, "reported", "reported", "range"))
    value = draft.choose(
        (draft.rng.randrange(5, 100), 10 * draft.rng.randrange(2, 10), draft.rng.randrange(5, 95) + 0.5)
    )
    item = draft.new("commitments", number=number, title=title, theme=theme, progress=value, lead=lead.name)
    heading = Piece(f"{label}: {title}").marked(item)
    link: dict[str, Any] = {"commitment": number}
    says = fill(draft.phrase("progress", "says"), lead.gender, who=lead.titled)
    phrase = draft.phrase("progress", form)
    if form == "range":
        draft.items[item][1]["progress"] = None
        low = draft.rng.randrange(5, 80)
        first = draft.bare(low, "commitment_progress", qualifiers=["range_start"], **link)
        last = draft.percent(low + 5, "commitment_progress", qualifiers=["range_end"], **link)
        sentence = fill(phrase, says=says, a=first, b=last)
    else:
        slots: dict[str, Piece | str] = {}
        marks: dict[str, Any] = {"qualifiers": list(_MARKED[form])}
        if form == "dated":
            day = draft.day - timedelta(days=draft.rng.randrange(5, 60))
            slots["date"], marks["as_of"] = draft.dated(day), day.isoformat()
        sentence = fill(phrase, says=says, p=draft.percent(value, "commitment_progress", **marks, **link), **slots)
        if form == "reported" and value < 90 and draft.chance(0.3):
            goal = draft.percent(min(100, int(value) + 10), "commitment_progress", qualifiers=["target"], **link)
            sentence = sentence + "، " + fill(draft.phrase("progress", "target"), t=goal)
    sentences = [sentence + "."]
    if draft.chance(0.6):
        sentences.append(Piece(draft.phrase("progress", "plain")))
    if draft.chance(0.4):
        sentences.append(detail(draft, lead.gender))
    return [heading, join(sentences, " ")]


def rate(draft: Draft) -> Piece:
    """A clause with a figure that is no progress of a plan."""
    about = draft.fresh("about", draft.subjects["rates"]["about"])
    return Piece(f"{about} بلغت ") + draft.percent(draft.rng.randrange(3, 99), "other", about=about)


def detail(draft: Draft, gender: str) -> Piece:
    """What the same speaker adds: a figure that is no progress of a plan."""
    about = draft.fresh("about", draft.subjects["rates"]["about"])
    value = draft.percent(draft.rng.randrange(3, 99), "other", about=about)
    return fill(draft.phrase("progress", "detail"), gender, about=about, p=value)


def commitment_table(draft: Draft, undertakings: list[tuple[int, str, str | None]]) -> Piece:
    """The undertakings as rows with their figures."""
    draft.features.add("commitment_table")
    word = draft.label.split()[0]
    rows: list[Piece] = [Piece(f"رقم {word} | العنوان | نسبة الإنجاز")]
    for number, title, theme in undertakings:
        value = draft.rng.randrange(0, 101)
        item = draft.new("commitments", number=number, title=title, theme=theme, progress=value, lead=None)
        row = Piece(f"{draft.digits(number)} | {title}").marked(item)
        rows.append(row + " | " + draft.percent(value, "commitment_progress", commitment=number))
    return join(rows, "\n")


def action(draft: Draft, phrase: str, who: Person, section: str) -> Piece:
    """A promise or charge in the discussion."""
    task = draft.fresh("task", draft.subjects["tasks"]["list"])
    due, fields = draft.deadline()
    item = draft.new(
        "action_items", task=task, owner=who.name, **fields, progress=None, origin="in_text", section=section
    )
    return fill(phrase, who.gender, who=who.titled, task=task, due=due).marked(item)


def discussion(draft: Draft, meeting: Meeting, here: list[Person]) -> list[Piece]:
    """What was said: plain talk, promises and charges, other figures."""
    heading = draft.phrase("discussion", "headings")
    sentences = [Piece(draft.phrase("discussion", "plain")) for _ in range(2)]
    for _ in range(draft.rng.randrange(0, 3)):
        phrase = draft.phrase("discussion", draft.choose(("promise", "charge")))
        sentences.append(action(draft, phrase, draft.choose(here), heading) + ".")
        sentences.append(Piece(draft.phrase("discussion", "plain")))
    if meeting.plan is None:
        who = draft.choose(here)
        says = fill(draft.phrase("progress", "says"), who.gender, who=who.titled)
        sentences.append(Piece("و") + says + " أن " + rate(draft) + ".")
    return [Piece(heading), join(sentences, " ")]


def decision(draft: Draft, meeting: Meeting, name: str = "decide") -> Piece:
    """A clause that decides."""
    vote = draft.choose(draft.subjects["decisions"]["votes"])
    slots = {**meeting.slots, "vote": vote}
    slots["clause"] = draft.fresh("clause", draft.subjects["decisions"]["clauses"])
    slots["approval"] = draft.fresh("approval", draft.subjects["decisions"]["approvals"])
    piece = fill(draft.phrase("decisions", name), meeting.subject_gender, **slots)
    return piece.marked(draft.new("decisions", text=piece.text))


def decisions(draft: Draft, meeting: Meeting) -> list[Piece]:
    """Decisions below their heading."""
    heading = fill(draft.phrase("decisions", "headings"), **meeting.slots)
    count = draft.rng.randrange(2, 5)
    end = draft.choose(("؛", ".", ""))
    return [heading, draft.listing([decision(draft, meeting) + end for _ in range(count)])]


def actions(draft: Draft, meeting: Meeting, here: list[Person]) -> list[Piece]:
    """The closing list or table of tasks."""
    heading = fill(draft.phrase("actions", "headings"), **meeting.slots)
    table = draft.chance(0.35)
    form = draft.choose(draft.phrases["actions"]["items"])
    draft.features.add("action_table" if table else "action_list")
    rows = []
    for _ in range(draft.rng.randrange(2, 7)):
        task = draft.fresh("task", draft.subjects["tasks"]["list"])
        person = draft.choose(here) if draft.chance(0.4) else None
        owner = person.name if person else draft.fresh("owner", draft.subjects["tasks"]["owners"])
        printed = person.titled if person else owner
        due, fields = draft.deadline()
        item = draft.new(
            "action_items", task=task, owner=owner, **fields, progress=None, origin="listed", section=heading.text
        )
        slots: dict[str, Piece | str] = {"task": task, "owner": printed, "due": due}
        rows.append((join([task, printed, due], " | ") if table else fill(form, **slots)).marked(item))
    if table:
        return [heading, join([join(draft.phrases["actions"]["columns"], " | "), *rows], "\n")]
    return [heading, draft.listing(rows)]


def closing(draft: Draft, meeting: Meeting) -> Piece:
    """The next meeting and the end."""
    day = draft.working_day(draft.day + timedelta(days=60), 90)
    coming = fill(draft.phrase("closing", "next"), meeting.session_gender, date=draft.dated(day), **meeting.slots)
    end = fill(draft.phrase("closing", "end"), hour=draft.choose(draft.phrases["closing"]["end_hours"]))
    return join([coming, end], " ") if draft.chance(0.7) else end


def undertakings(draft: Draft) -> list[tuple[str, list[str]]]:
    """Themes with the titles of what was undertaken."""
    themes = draft.rng.sample(draft.subjects["themes"], draft.rng.randrange(2, 4))
    return [(theme["title"], draft.rng.sample(theme["commitments"], draft.rng.randrange(1, 4))) for theme in themes]


def theme_heading(place: int, title: str) -> str:
    """The heading of a theme."""
    return f"المحور {ORDINALS['m'][place]}: {title}"
