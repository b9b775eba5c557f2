/** Runs a query at the endpoint, and tells what kind of answer came. */

import { readError, Refusal } from "../api";

export interface Term {
  type: string;
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type QueryAnswer =
  | { kind: "table"; columns: string[]; rows: Partial<Record<string, Term>>[] }
  | { kind: "boolean"; answer: boolean }
  | { kind: "graph"; text: string };

const ENDPOINT = "/sparql";
const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";

export async function runQuery(sparql: string, signal: AbortSignal): Promise<QueryAnswer> {
  const response = await send(sparql, ACCEPT, signal);
  if (!(response.headers.get("Content-Type") ?? "").includes("json"))
    return { kind: "graph", text: await response.text() };
  const found = (await response.json()) as {
    boolean?: boolean;
    head: { vars?: string[] };
    results?: { bindings: Partial<Record<string, Term>>[] };
  };
  if (found.boolean !== undefined) return { kind: "boolean", answer: found.boolean };
  return { kind: "table", columns: found.head.vars ?? [], rows: found.results?.bindings ?? [] };
}

/** The whole result as a file of that media type. */
export async function download(sparql: string, accept: string): Promise<Blob> {
  return (await send(sparql, accept)).blob();
}

async function send(sparql: string, accept: string, signal?: AbortSignal): Promise<Response> {
  // POST, since a query may be longer than an address may be; a form, since every endpoint takes one.
  const body = new URLSearchParams({ query: sparql });
  let response: Response;
  try {
    response = await fetch(ENDPOINT, { method: "POST", body, headers: { Accept: accept }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal("The server does not answer. Is kg serve still running?", 0);
  }
  if (!response.ok) throw new Refusal(await readError(response), response.status);
  return response;
}
