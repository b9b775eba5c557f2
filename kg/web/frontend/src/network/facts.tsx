/** Facts as they stand beside the picture: in words, each opening to its quote. */

import { useEffect, useState } from "preact/hooks";
import { Marked } from "../parts/Marked";
import { StatusLine } from "../parts/Status";
import type { Edge } from "../types";
import { MEANINGS, STATUSES, tellCount, tellDate } from "../words";
import { type Model, predicateName } from "./model";
import type { NetworkSource, Quote } from "./source";

const FIRST = 20;

/** Facts by status; the first of them, the others when asked for. */
export function FactList({ edges, model, source }: { edges: readonly Edge[]; model: Model; source: NetworkSource }) {
  const [shown, setShown] = useState(FIRST);
  const sorted = [...edges].sort(byStatus);
  return (
    <>
      <ul class="network-facts">
        {sorted.slice(0, shown).map((edge) => (
          <FactItem key={edge.id} edge={edge} model={model} source={source} />
        ))}
      </ul>
      {sorted.length > shown && (
        <button type="button" class="network-more" onClick={() => setShown(shown + 5 * FIRST)}>
          {tellCount(sorted.length - shown, "more fact")}
        </button>
      )}
    </>
  );
}

/** A fact that opens to the sentence behind it. */
export function FactItem({ edge, model, source }: { edge: Edge; model: Model; source: NetworkSource }) {
  const [isOpen, setOpen] = useState(false);
  const name = (id: string): string => model.nodes.get(id)?.label ?? id;
  return (
    <li class={`network-fact ${edge.status}`}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <StatusLine status={edge.status} />
          <span>
            <span class="network-end">{name(edge.source)}</span> <em>{predicateWords(edge)}</em>{" "}
            <span class="network-end">{name(edge.target)}</span> <FactNotes edge={edge} />
          </span>
        </summary>
        {isOpen && <QuoteOf edge={edge} source={source} />}
      </details>
    </li>
  );
}

/** "oppose", "not sign". */
export function predicateWords(edge: Edge): string {
  return (edge.polarity === "negative" ? "not " : "") + predicateName(edge.predicate);
}

function FactNotes({ edge }: { edge: Edge }) {
  const notes = [
    edge.status === "asserted" ? null : edge.status === "hypothetical" ? edge.modality : edge.status,
    edge.attributed_to && `according to ${edge.attributed_to}`,
    edge.published && tellDate(edge.published),
    edge.sources > 1 && `in ${tellCount(edge.sources, "document")}`,
  ].filter((note): note is string => typeof note === "string");
  return (
    <small class="network-notes" title={MEANINGS[edge.status]}>
      {notes.join(" · ")}
    </small>
  );
}

function QuoteOf({ edge, source }: { edge: Edge; source: NetworkSource }) {
  const [quote, setQuote] = useState<Quote | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    source.quote(edge).then(
      (found) => isWanted && setQuote(found),
      (error: unknown) => isWanted && setFailure(String(error instanceof Error ? error.message : error)),
    );
    return () => {
      isWanted = false;
    };
  }, [edge.id]);
  if (failure) return <p role="alert">{failure}</p>;
  if (!quote) return <p>…</p>;
  const where = [quote.title, quote.publisher, quote.published && tellDate(quote.published)].filter(Boolean).join(" · ");
  return (
    <figure class="network-quote">
      <blockquote>
        <Marked text={quote.text} marks={quote.marks} />
      </blockquote>
      {where && <figcaption>{quote.href ? <a href={quote.href}>{where}</a> : where}</figcaption>}
    </figure>
  );
}

function byStatus(first: Edge, second: Edge): number {
  return (
    STATUSES.indexOf(first.status) - STATUSES.indexOf(second.status) ||
    second.sources - first.sources ||
    (second.published ?? "").localeCompare(first.published ?? "") ||
    (first.id < second.id ? -1 : 1)
  );
}
