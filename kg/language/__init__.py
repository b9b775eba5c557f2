"""The English language model: weights, labels and the code that runs them.

Importing this package reads no weights and no heavy library; `LanguageModel.load()` does.
"""

from kg.language.decoding import find_names, is_tree
from kg.language.runtime import Analysis, LanguageModel, Word
from kg.language.voting import vote_on_names

__all__ = ["Analysis", "LanguageModel", "Word", "find_names", "is_tree", "vote_on_names"]
