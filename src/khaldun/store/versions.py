"""New documents as rows: which is a child of which, and which supersedes which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, update

from khaldun.core.document import Document
from khaldun.errors import ArchiveError
from khaldun.store.bulk import chunks, first_of_each, insert_rows, next_key
from khaldun.store.leaves import of_document
from khaldun.store.rows import Cells, document_cells, lineage
from khaldun.store.tables import capture as capture_table
from khaldun.store.tables import document as document_table


@dataclass(frozen=True, slots=True)
class Known:
    """What the writer has to know of a document in the archive."""

    pk: int
    lineage: bytes
    parent: int | None
    current: bool


@dataclass(slots=True)
class NewDocuments:
    """The rows of a batch's new documents, the versions that they supersede, and their leaves."""

    rows: list[Cells] = field(default_factory=list)
    superseded: list[tuple[int, int]] = field(default_factory=list)
    """(key of the older version, key of the newer one)."""
    hashes: list[bytes] = field(default_factory=list)

    def insert(self, connection: Connection, batch: int) -> None:
        """Write the rows; older versions and all that is embedded in them stop being current."""
        insert_rows(connection, document_table, [{**row, "batch": batch} for row in self.rows])
        for older, newer in self.superseded:
            connection.execute(
                update(document_table)
                .where(document_table.c.pk == older)
                .values(superseded_by=newer, current=False)
            )
        _outdate_children(connection, [older for older, _ in self.superseded])


def _outdate_children(connection: Connection, parents: Sequence[int]) -> None:
    while parents:
        children: list[int] = []
        for part in chunks(parents):
            found = select(document_table.c.pk).where(document_table.c.parent.in_(part))
            children.extend(connection.execute(found).scalars())
        for part in chunks(children):
            connection.execute(
                update(document_table).where(document_table.c.pk.in_(part)).values(current=False)
            )
        parents = children


def known_documents(connection: Connection, ids: Iterable[str]) -> dict[str, Known]:
    """Return what the archive knows of the documents with these ids."""
    table, found = document_table, dict[str, Known]()
    columns = (table.c.id, table.c.pk, table.c.lineage, table.c.parent, table.c.current)
    for part in chunks([bytes.fromhex(i) for i in dict.fromkeys(ids)]):
        for row in connection.execute(select(*columns).where(table.c.id.in_(part))):
            found[row.id.hex()] = Known(row.pk, row.lineage, row.parent, row.current)
    return found


def new_documents(
    connection: Connection, documents: Sequence[Document], known: dict[str, Known]
) -> NewDocuments:
    """Return the rows of the documents that are not `known`, and add these to it.

    Raises ArchiveError where a parent or a capture is neither in the archive nor before it in the batch.
    """
    fresh = [d for i, d in first_of_each(documents, lambda d: d.id).items() if i not in known]
    captures = _captures(connection, [d.capture for d in fresh if d.capture])
    made, key = NewDocuments(), next_key(connection, document_table)
    for offset, document in enumerate(fresh):
        parent = _parent(document, known)
        known[document.id] = Known(
            key + offset, lineage(document, parent.lineage if parent else None),
            parent.pk if parent else None, parent is None or parent.current,
        )  # fmt: skip
    newest = _newest(connection, [known[d.id].lineage for d in fresh])
    for document in fresh:
        here = known[document.id]
        older = _older(newest.get(here.lineage), here)
        newest[here.lineage] = here
        if older is not None:
            made.superseded.append((older, here.pk))
        row = _row(document, here, older, captures)
        made.rows.append(row)
        made.hashes.append(of_document(row.__getitem__, document.parent, document.capture))
    return made


def _row(document: Document, here: Known, older: int | None, captures: dict[str, int]) -> Cells:
    if document.capture and document.capture not in captures:
        raise ArchiveError(f"document {document.id}: its capture {document.capture} is not in the archive")
    place = {"pk": here.pk, "lineage": here.lineage, "parent": here.parent, "current": here.current}
    origin = {"supersedes": older, "retracted": False, "capture": captures.get(document.capture or "")}
    return document_cells(document) | place | origin


def _parent(document: Document, known: dict[str, Known]) -> Known | None:
    if document.parent is None:
        return None
    if document.parent not in known:
        raise ArchiveError(f"document {document.id}: its parent {document.parent} is not in the archive")
    return known[document.parent]


def _older(candidate: Known | None, here: Known) -> int | None:
    """Return the version that a document supersedes; two posts embedded in one page stand side by side."""
    if candidate is None or (here.parent is not None and candidate.parent == here.parent):
        return None
    return candidate.pk


def _newest(connection: Connection, lineages: Sequence[bytes]) -> dict[bytes, Known]:
    """Return the newest version of each lineage that the archive holds."""
    table, found = document_table, dict[bytes, Known]()
    columns = (table.c.pk, table.c.lineage, table.c.parent, table.c.current)
    for part in chunks(sorted(set(lineages))):
        query = select(*columns).where(table.c.lineage.in_(part), table.c.superseded_by.is_(None))
        for row in connection.execute(query.order_by(table.c.pk)):
            found[row.lineage] = Known(row.pk, row.lineage, row.parent, row.current)
    return found


def _captures(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    table, found = capture_table, dict[str, int]()
    for part in chunks([bytes.fromhex(d) for d in sorted(set(digests))]):
        for row in connection.execute(select(table.c.sha256, table.c.pk).where(table.c.sha256.in_(part))):
            found[row.sha256.hex()] = row.pk
    return found
