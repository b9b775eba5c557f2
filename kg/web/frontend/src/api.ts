/** What the page asks of the server: the one place that knows the addresses under /api, and that fetches them. */

import { useEffect, useState } from "preact/hooks";
import { queryOf, slugOf } from "./addresses";
import type {
  About,
  Completion,
  DocumentInfo,
  DocumentPage,
  EntityPage,
  Evidence,
  Network,
  PathsAnswer,
  SampleQuery,
  SearchAnswer,
} from "./types";

/** An address whose answer is a T. */
export interface Call<T> {
  readonly address: string;
  /** Never there; it ties the type of the answer to the address. */
  readonly answer?: T;
}

const under = <T>(path: string, parameters: Record<string, string | number | null | undefined> = {}): Call<T> => ({
  address: `/api/${path}${queryOf(parameters)}`,
});

export const calls = {
  about: () => under<About>("about"),
  complete: (q: string, limit = 8) => under<{ entities: Completion[] }>("complete", { q, limit }),
  search: (q: string, limit: number) => under<SearchAnswer>("search", { q, limit }),
  entity: (id: string, more: { predicate?: string; offset?: number; limit?: number } = {}) =>
    under<EntityPage>(`entity/${encodeURIComponent(slugOf(id))}`, more),
  evidence: (id: string) => under<Evidence>(`evidence/${encodeURIComponent(id)}`),
  neighbours: (id: string) => under<Network>(`neighbours/${encodeURIComponent(slugOf(id))}`),
  graph: () => under<Network>("graph"),
  paths: (from: string, to: string, max: number) =>
    under<PathsAnswer>("paths", { from: slugOf(from), to: slugOf(to), max }),
  documents: (q: string, offset: number, limit: number) =>
    under<{ documents: DocumentInfo[]; total: number }>("documents", { q, offset, limit }),
  document: (id: string) => under<DocumentPage>(`document/${encodeURIComponent(id)}`),
  queries: () => under<{ queries: SampleQuery[]; prefixes: Record<string, string> }>("queries"),
};

/** The server said no; the message is its own, for the reader. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** The answer to a call; raises Refusal, also where there is no server. */
export async function ask<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
  return (await fetchAnswer(call.address, signal)).json() as Promise<T>;
}

async function fetchAnswer(address: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal("The server does not answer. Is kg serve still running?", 0);
  }
  if (!response.ok) throw new Refusal(await readError(response), response.status);
  return response;
}

/** What the server says is wrong, in whatever form it says so. */
export async function readError(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === "object" && found !== null && "error" in found) return String(found.error);
  } catch {
    // Not JSON: the text itself is the message.
  }
  return text.trim().slice(0, 2000) || `The server answered ${response.status} ${response.statusText}`;
}

export type Loaded<T> =
  { state: "loading" } | { state: "done"; answer: T } | { state: "failed"; error: Error; again: () => void };

interface Kept {
  /** What the server calls this state of the answer; another one means that the graph was built anew. */
  tag: string | null;
  answer: unknown;
}

// The last answers, so that going back shows a page at once and at the place where it was left.
const MOST_KEPT = 40;
const kept = new Map<string, Kept>();

function keep(address: string, found: Kept): void {
  kept.delete(address);
  kept.set(address, found);
  const oldest = kept.keys().next();
  if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value);
}

/** Asks for an answer and keeps it; tells whether it is another one than was kept. */
async function refresh(address: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetchAnswer(address, signal);
  const tag = response.headers.get("ETag");
  if (tag !== null && kept.get(address)?.tag === tag) return false;
  keep(address, { tag, answer: await response.json() });
  return true;
}

/** The answer to a call, as far as it is there; null asks nothing. A kept answer is shown while it is asked anew. */
export function useAnswer<T>(call: Call<T> | null): Loaded<T> {
  const address = call?.address ?? null;
  const [failure, setFailure] = useState<{ address: string; error: Error } | null>(null);
  const [tries, setTries] = useState(0);
  const [, setShown] = useState(0);
  useEffect(() => {
    if (address === null) return undefined;
    const abort = new AbortController();
    refresh(address, abort.signal).then(
      (isNew) => {
        if (isNew && !abort.signal.aborted) setShown((count) => count + 1);
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setFailure({ address, error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
    return () => abort.abort();
  }, [address, tries]);
  const found = address === null ? undefined : kept.get(address);
  if (found !== undefined) return { state: "done", answer: found.answer as T };
  if (failure === null || failure.address !== address) return { state: "loading" };
  const again = () => {
    setFailure(null);
    setTries((count) => count + 1);
  };
  return { state: "failed", error: failure.error, again };
}
