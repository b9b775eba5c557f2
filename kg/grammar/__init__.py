"""Rules over Universal Dependencies trees that the stages share: ways around a tree, clauses, noun phrases, signs."""
