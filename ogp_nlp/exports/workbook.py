"""One XLSX workbook: a right-to-left sheet for each kind of record."""

from __future__ import annotations

import io
from pathlib import Path

from ogp_nlp.errors import MissingExtraError, OutputError
from ogp_nlp.exports.files import pending
from ogp_nlp.exports.tables import Collected, columns

_MOST_ROWS = 1_048_576  # of one sheet, heading included


class Workbook(Collected):
    """Sheets with a frozen, filterable heading row; text that begins like a formula stays text."""

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        try:
            import openpyxl  # noqa: F401
        except ImportError:
            raise MissingExtraError("--format xlsx", "xlsx") from None

    def close(self) -> list[Path]:
        """Write the workbook; raises OutputError."""
        import openpyxl
        from openpyxl.cell import WriteOnlyCell

        book = openpyxl.Workbook(write_only=True)
        for table, names in columns().items():
            if len(self.tables[table]) >= _MOST_ROWS:
                raise OutputError(f"{self.target}: {table} has more rows than a sheet can hold; use csv or parquet")
            sheet = book.create_sheet(table)
            sheet.sheet_view.rightToLeft = True
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{openpyxl.utils.get_column_letter(len(names))}{len(self.tables[table]) + 1}"
            sheet.append(names)
            for row in self.tables[table]:
                cells = []
                for name in names:
                    cell = WriteOnlyCell(sheet, row.get(name))
                    if isinstance(row.get(name), str):
                        cell.data_type = "s"
                    cells.append(cell)
                sheet.append(cells)
        buffer = io.BytesIO()
        book.save(buffer)
        with pending(self.target) as file:
            file.write(buffer.getvalue())
        return [self.target]
