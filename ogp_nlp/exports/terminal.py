"""A record as tables that a person can read on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ogp_nlp.records import MinutesRecord

# The columns shown of each kind, the rightmost first as on an Arabic page.
_SHOWN: dict[str, Sequence[str]] = {
    "agenda": ("title",),
    "attendees": ("honorific", "name", "role", "organization", "sector", "capacity", "attendance"),
    "commitments": ("number", "title", "theme", "progress", "lead"),
    "percentages": ("text", "value", "subject", "commitment", "about", "qualifiers", "as_of"),
    "action_items": ("task", "owner", "due_start", "due_end", "origin"),
    "decisions": ("text",),
    "dates": ("text", "value", "end", "calendar"),
    "legal_references": ("text", "kind", "number"),
}
_WIDTH = 130  # columns where nobody says how wide the paper is
_RLI, _PDI = "\u2067", "\u2069"


def _cell(value: Any) -> Text:  # noqa: ANN401
    """A value as text; Arabic is isolated, so that neighbours keep their place."""
    if value is None or value == ():
        return Text("")
    if isinstance(value, tuple):
        return Text(", ".join(map(str, value)))
    if isinstance(value, float):
        return Text(f"{value:g}")
    return Text(f"{_RLI}{value}{_PDI}" if any(character > "\u0590" for character in str(value)) else str(value))


def show(record: MinutesRecord, console: Console | None = None) -> None:
    """Print the meeting, one table a kind, and the findings."""
    console = console or Console()
    meeting = record.meeting
    console.print(_cell(meeting.title or record.document.source), style="bold")
    facts = {name: getattr(meeting, name) for name in ("body", "ordinal", "date", "mode", "location")}
    if meeting.plan is not None:
        facts["plan"] = f"{meeting.plan.title} ({meeting.plan.start_year}-{meeting.plan.end_year})"
    for name, value in facts.items():
        if value is not None:
            console.print(Text(f"  {name:9} "), _cell(value), sep="")
    for kind, names in _SHOWN.items():
        items = getattr(record, kind)
        if not items:
            continue
        table = Table(
            box=SIMPLE_HEAD, title=f"{kind.replace('_', ' ')} ({len(items)})", title_justify="left", pad_edge=False
        )
        for name in names:
            table.add_column(name, overflow="fold")
        for item in items:
            table.add_row(*(_cell(getattr(item, name)) for name in names))
        console.print(table)
    for finding in record.findings:
        style = {"info": "dim", "warning": "yellow", "error": "red"}[finding.severity]
        console.print(Text(f"{finding.severity}: {finding.message} [{finding.path}]", style=style))
    for warning in record.document.warnings:
        page = f" (page {warning.page})" if warning.page else ""
        console.print(Text(f"warning: {warning.message}{page}", style="yellow"))


def main() -> None:
    """Show a record that was written as JSON: ``python -m ogp_nlp.exports.terminal FILE``."""
    path = Path(sys.argv[1])
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    show(MinutesRecord.model_validate_json(path.read_text(encoding="utf-8")), console)


if __name__ == "__main__":
    main()
