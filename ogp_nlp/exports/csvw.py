"""CSV on the Web: what the tables and columns of a CSV folder are (https://www.w3.org/TR/tabular-metadata/)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from ogp_nlp.exports.tables import columns
from ogp_nlp.records import KINDS, Finding, Meeting, MinutesRecord, Notice, Plan

# What a column holds where its name alone does not say it; of the same name in all tables.
_TITLES = {
    "document": "file name of the document",
    "sha256": "SHA-256 of the document's bytes, by which the tables belong together",
    "id": "stable for the same document and pipeline",
    "confidence": "0-1: of all items given 0.8, about 80 % are right",
    "page": "page of the first evidence, from 1",
    "evidence_start": "first code point of the first evidence in the document's logical text",
    "evidence_end": "the code point behind the first evidence",
    "evidence": "the words of the text that the item rests on",
    "extractor": "the component that found it",
    "progress": "percent reached",
    "text": "as printed",
    "path": "JSON Pointer into the record",
}
_DATATYPES = {"integer": "integer", "number": "decimal", "boolean": "boolean"}
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_PLACE: dict[str, Any] = {name: {"type": "integer"} for name in ("page", "evidence_start", "evidence_end")}


def _models() -> dict[str, type[BaseModel]]:
    kinds = {kind: MinutesRecord.model_fields[kind].annotation.__args__[0] for kind in KINDS}  # type: ignore[union-attr]
    return {"meeting": Meeting, **kinds, "findings": Finding, "warnings": Notice}


def _column(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The description of one column from the JSON Schema of its field."""
    known = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    first = known[0] if known else {}
    told: dict[str, Any] = {"name": name, "titles": name}
    told["datatype"] = "date" if first.get("pattern") == _DATE else _DATATYPES.get(first.get("type", ""), "string")
    if first.get("type") == "array":
        told["separator"] = ";"
    if name in _TITLES:
        told["dc:description"] = _TITLES[name]
    return told


def describe(tables: list[str]) -> bytes:
    """The metadata of ``attendees.csv`` and the others of a folder, as JSON."""
    models, names = _models(), columns()
    made = []
    for table in tables:
        fields = models[table].model_json_schema(mode="serialization")["properties"]
        plan = Plan.model_json_schema(mode="serialization")["properties"] if table == "meeting" else {}
        fields = _PLACE | fields | {f"plan_{name}": schema for name, schema in plan.items()}
        described: dict[str, Any] = {
            "url": f"{table}.csv",
            "dc:description": (models[table].__doc__ or "").splitlines()[0],
            "tableSchema": {"columns": [_column(name, fields.get(name, {})) for name in names[table]]},
        }
        if "id" in names[table]:
            described["tableSchema"]["primaryKey"] = ["sha256", "id"]
        made.append(described)
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"language": "ar"}],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": made,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
