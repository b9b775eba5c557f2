"""What each view of the page reads, in JSON: a function for each, from the state of a graph and what was asked."""
