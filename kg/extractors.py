"""`RuleExtractor`, composed from the language stages: `Document` → `Extraction`."""

from __future__ import annotations

from kg.confidence import weigh
from kg.coreference import resolve_coreference
from kg.factuality import judge
from kg.grammar.descriptions import mended_tree
from kg.grammar.offices import turn_offices
from kg.grammar.trees import Tree
from kg.mentions import find_mentions
from kg.model import Document, Extraction, Mention, Proposition, Settings
from kg.nominals import find_nominal_propositions
from kg.predicates import canonicalize, open_clause_anaphora
from kg.propositions import find_fillers, find_propositions
from kg.quotations import credit_quotations, quoted_spans
from kg.sentences import find_sentences, model_version

# Raised whenever a rule changes what is extracted, so that archived extractions are made anew.
RULES_VERSION = "0.6.0"


class RuleExtractor:
    """Grammar rules over Universal Dependencies trees from the packaged language model."""

    name = "rules"

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @property
    def version(self) -> str:
        """The versions of the rules and of the language model."""
        return f"{RULES_VERSION}+{model_version()}"

    def extract(self, document: Document) -> Extraction:
        """Return the mentions, propositions and coreference chains of `document`.

        Raises ModelError if the packaged language model is missing or broken.
        """
        sentences = find_sentences(document)
        trees = [mended_tree(sentence) for sentence in sentences]
        mentions: list[Mention] = []
        propositions: list[Proposition] = []
        for tree in trees:
            ours = find_mentions(document, tree, first_index=len(mentions))
            mentions += ours
            propositions += self._read_sentence(document, tree, ours)
        propositions = credit_quotations(document.text, trees, propositions, mentions)
        mentions, chains = resolve_coreference(
            trees, mentions, propositions, quotations=quoted_spans(document.text, trees)
        )
        propositions = weigh(trees, mentions, open_clause_anaphora(propositions, mentions))
        return Extraction(
            document=document.id, extractor=self.name, version=self.version,
            sentences=tuple(sentence.span for sentence in sentences), mentions=tuple(mentions),
            propositions=tuple(propositions), chains=chains,
        )  # fmt: skip

    def _read_sentence(self, document: Document, tree: Tree, ours: list[Mention]) -> list[Proposition]:
        fillers = find_fillers(tree, ours)
        clauses = find_propositions(tree, ours, published=document.published, fillers=fillers)
        clauses = canonicalize(document.text, tree, clauses, {mention.index: mention for mention in ours})
        clauses = turn_offices(document.text, tree, clauses, ours, fillers)
        nominals = find_nominal_propositions(tree, ours, fillers, first_clause=len(clauses))
        return judge(tree, [*clauses, *nominals], fillers)
