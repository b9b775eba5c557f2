/** The names that the editor completes: prefixes, and what this graph has of classes, relations and properties. */

import type { SampleQuery } from "../types";
import { runQuery } from "./run";
import { shorten } from "./terms";

// Classes and relations stand in graphs of their own, so this reads a small part of a large graph.
const KNOWN = `SELECT DISTINCT ?name {
  { GRAPH kg:entities { ?thing a ?name } } UNION { GRAPH kg:relations { ?name rdfs:label ?label } }
} LIMIT 5000`;

/** Names as far as they are known at once: the prefixes, and the vocabulary that the sample queries use. */
export function namesIn(samples: readonly SampleQuery[], prefixes: Readonly<Record<string, string>>): string[] {
  const found = new Set(Object.keys(prefixes).map((prefix) => `${prefix}:`));
  for (const { sparql } of samples) {
    for (const [name, prefix] of sparql.matchAll(/\b([a-z]+):[A-Za-z][\w-]*/g)) {
      if (prefix !== undefined && prefix in prefixes) found.add(name);
    }
  }
  return [...found].sort();
}

/** The classes and relations of the graph, with their prefixes. */
export async function namesOfGraph(prefixes: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string[]> {
  const answer = await runQuery(KNOWN, signal);
  if (answer.kind !== "table") return [];
  return answer.rows.map((row) => shorten(row["name"]?.value ?? "", prefixes)).sort();
}
