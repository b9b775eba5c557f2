"""What things are called, document by document, so that a decision names just what is meant."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.decisions import Reference, name_key
from kg.entities.clusters import fullest_first
from kg.model import Document, Entity, EntityType, MentionKind
from kg.pipeline.deciding import State


class Names:
    """The names of the entities of a graph in each document, as resolution has them."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._documents = {document.id: document for document, _ in state.pairs}
        self._called: dict[tuple[str, EntityType], set[str]] = defaultdict(set)
        for entity in state.dataset.entities:
            identifiers = {identifier for identifier, _ in entity.mentions}
            fullest = {names[0] for identifier in identifiers if (names := self._names(entity, identifier))}
            for name in {entity.label, *fullest}:
                self._called[name_key(name, entity.type), entity.type].add(entity.slug)

    def _names(self, entity: Entity, document: str) -> list[str]:
        mentions = self._state.extraction(document).mentions
        ours = [mentions[number] for identifier, number in entity.mentions if identifier == document]
        counts = Counter(mention.name for mention in ours if mention.kind is MentionKind.NAME)
        return fullest_first(counts) or ([entity.label] if ours else [])

    def within(self, entity: Entity, document: Document) -> list[str]:
        """Return the names of an entity in a document, the fullest first; of a concept its label.

        There is none where the document does not mention it.
        """
        return self._names(entity, document.id)

    def is_shared(self, entity: Entity, name: str) -> bool:
        """Whether another entity of the same type has that label, or no fuller name in some document."""
        return bool(self._called[name_key(name, entity.type), entity.type] - {entity.slug})

    def refer(self, entity: Entity, name: str, document: Document) -> Reference:
        """Return what a decision names an entity by; with the document where another one is called so as well."""
        return Reference(name, entity.type, document.source if self.is_shared(entity, name) else None)

    def first_document(self, entity: Entity) -> Document:
        """Return the first document, by source, that has an entity under its label, else that has it."""
        ours = {identifier for identifier, _ in entity.mentions}
        documents = [document for document, _ in self._state.pairs if document.id in ours]
        named = [document for document in documents if entity.label in self.within(entity, document)]
        return (named or documents)[0]
