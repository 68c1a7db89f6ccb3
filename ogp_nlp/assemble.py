"""From a Doc with items to a MinutesRecord: the only place where records are made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ogp_nlp import checks, records
from ogp_nlp.components.base import Item, Offsets, items
from ogp_nlp.document import Document

if TYPE_CHECKING:  # spaCy is imported by the components, which keep torch out of sight
    from spacy.tokens import Doc

Model = TypeVar("Model", bound=records.Grounded)

MODELS: dict[str, type[records.Grounded]] = {
    "agenda": records.AgendaItem,
    "attendees": records.Attendee,
    "commitments": records.Commitment,
    "percentages": records.Percentage,
    "action_items": records.ActionItem,
    "decisions": records.Decision,
    "dates": records.DateMention,
    "legal_references": records.LegalReference,
}


def evidence_of(document: Document, offsets: Offsets) -> records.Evidence:
    """The evidence for a slice of the document's text, with its page, boxes and source ranges."""
    start, end = offsets
    return records.Evidence(
        start=start,
        end=end,
        text=document.text[start:end],
        page=document.page_of(start),
        boxes=document.boxes_of(start, end),
        source=document.source_spans(start, end),
    )


def _tidy(value: Any) -> Any:  # noqa: ANN401
    """Blanks and line breaks inside a text as one blank; an empty text is unknown."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, dict):
        return {name: _tidy(part) for name, part in value.items()}
    return value


def _identity(document: Document, kind: str, evidence: tuple[Offsets, ...]) -> str:
    """Stable for the same document, kind and place."""
    seed = f"{document.sha256}:{kind}:{evidence}".encode()
    return f"{kind}-{hashlib.sha256(seed).hexdigest()[:12]}"


def _certainty(document: Document, item: Item) -> float:
    """How sure the words were read that an item rests on (0-1): 1 but for pages read by OCR."""
    return min((document.certainty_of(*offsets) for offsets in item.evidence), default=1.0)


def build(document: Document, item: Item, model: type[Model]) -> Model:
    """One validated record from an item; raises ValidationError for values no record may hold."""
    fields = {name: _tidy(value) for name, value in item.fields.items()}
    return model(
        id=_identity(document, item.kind, item.evidence),
        confidence=round(min(max(item.confidence, 0.0), 1.0) * _certainty(document, item), 3),
        evidence=tuple(evidence_of(document, offsets) for offsets in item.evidence),
        extractor=item.extractor,
        **fields,
    )


def _collect(document: Document, doc: Doc) -> tuple[dict[str, tuple[records.Grounded, ...]], list[records.Notice]]:
    """All kinds in document order; an item that no record may hold is left out and said."""
    found: dict[str, tuple[records.Grounded, ...]] = {}
    notices = []
    for kind, model in MODELS.items():
        made = []
        for item in sorted(items(doc, kind), key=lambda item: item.evidence[0]):
            try:
                made.append(build(document, item, model))
            except ValidationError as error:
                start, end = item.evidence[0]
                reason = error.errors()[0]["msg"]
                message = f"{kind}: {document.text[start:end][:80]!r} left out: {reason}"
                notices.append(records.Notice(code="item_left_out", message=message, page=document.page_of(start)))
        found[kind] = tuple(made)
    return found, notices


def _meeting(document: Document, doc: Doc) -> records.Meeting:
    for item in items(doc, "meeting"):
        return build(document, item, records.Meeting)
    return records.Meeting(id=_identity(document, "meeting", ()), confidence=0.0, evidence=(), extractor="none")


def assemble(document: Document, doc: Doc, info: records.PipelineInfo) -> records.MinutesRecord:
    """Make the record of a document from the items its Doc holds, and check what does not add up."""
    found, notices = _collect(document, doc)
    notices = [records.Notice(code=w.code, message=w.message, page=w.page) for w in document.warnings] + notices
    source = records.Source(
        source=document.source,
        sha256=document.sha256,
        media_type=document.media_type,
        page_count=document.page_count,
        char_count=len(document.text),
        reader=document.reader,
        warnings=tuple(notices),
    )
    parts: dict[str, Any] = {"document": source, "pipeline": info, "meeting": _meeting(document, doc), **found}
    findings = checks.findings(records.MinutesRecord.model_construct(**parts), document.text)
    return records.MinutesRecord(**parts, findings=findings).verify(document.text)
