"""What makes a Word file the same file each time: its properties and the zip around it."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

FIXED = datetime(2000, 1, 1)


def set_properties(document: Document, *, title: str, author: str) -> None:
    """Set the core properties: the body as the author, and no real time."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = author[:255]
    properties.last_modified_by = author[:255]
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = FIXED
    properties.modified = FIXED
    properties.revision = 1


def fixed_zip(data: bytes) -> bytes:
    """Return a zip file with the same content in the same order, and no times of its own.

    Examples
    --------
    >>> buffer = io.BytesIO()
    >>> with ZipFile(buffer, "w") as file:
    ...     file.writestr("a.txt", "a")
    >>> ZipFile(io.BytesIO(fixed_zip(buffer.getvalue()))).getinfo("a.txt").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    target = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name in source.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            # The system that made the file is part of a zip; name one, whichever it is.
            entry.create_system = 3
            file.writestr(entry, source.read(name))
    return target.getvalue()
