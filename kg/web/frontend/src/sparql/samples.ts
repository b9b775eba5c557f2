/** The sample queries with values for their parameters, as `kg query @name VALUE` takes them. */

import type { SampleQuery } from "../types";

/** A sample with its parameters bound; values are terms in SPARQL, by variable. What is empty stays open. */
export function bindSample(sample: SampleQuery, values: Readonly<Record<string, string>>): string {
  const given = sample.parameters.filter(({ variable }) => values[variable]);
  if (given.length === 0) return sample.sparql;
  const variables = given.map(({ variable }) => `?${variable}`).join(" ");
  const terms = given.map(({ variable }) => values[variable]).join(" ");
  return insertFirst(sample.sparql, `VALUES (${variables}) { (${terms}) }`);
}

/** Puts a line first inside the outermost braces of a query; its head of comments may hold braces too. */
function insertFirst(sparql: string, line: string): string {
  const lines = sparql.split("\n");
  const place = lines.findIndex((text) => !text.startsWith("#") && text.includes("{"));
  const found = lines[place];
  if (found === undefined) return sparql;
  const after = found.indexOf("{") + 1;
  lines.splice(
    place,
    1,
    found.slice(0, after),
    `  ${line}`,
    ...(found.slice(after).trim() === "" ? [] : [found.slice(after)]),
  );
  return lines.join("\n");
}

/** An identifier as SPARQL takes it: a prefixed name where that is plain, else the whole IRI. */
export function termOf(id: string, prefixes: Readonly<Record<string, string>>): string {
  const colon = id.indexOf(":");
  const namespace = prefixes[id.slice(0, colon)];
  const local = id.slice(colon + 1);
  if (/^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(local) || namespace === undefined) return id;
  return `<${namespace}${local}>`;
}
