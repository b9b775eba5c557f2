/** Chains of facts between two entities, with the quote of each hop. */

import { useEffect } from "preact/hooks";
import { documentHref, entityHref, slugOf } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { EntityPicker } from "../parts/EntityPicker";
import { FactNotes, FactWords } from "../parts/FactLine";
import { Heading } from "../parts/Heading";
import { Sentence } from "../parts/Marked";
import { StatusTag } from "../parts/Status";
import { announce, setParameters } from "../router";
import type { Assertion, Hop, PathsAnswer } from "../types";
import { tellCount } from "../words";

const LENGTHS = [2, 3, 4, 5, 6];
const USUAL_LENGTH = "4";
// A hop may rest on hundreds of facts; the surest come first.
const FIRST_OF_HOP = 3;

export function PathsPage({ parameters }: { parameters: URLSearchParams }) {
  const from = parameters.get("from");
  const to = parameters.get("to");
  const max = parameters.get("max") ?? USUAL_LENGTH;
  const loaded = useAnswer(from && to ? calls.paths(from, to, Number(max)) : null);
  const swap = () => setParameters({ from: to, to: from });
  return (
    <div class="paths">
      <Heading title="Paths" />
      <p class="lede">How two people, places or things are joined by facts, and the sentences behind each step.</p>
      <div class="path-form">
        <End label="From" slug={from} onPick={(slug) => setParameters({ from: slug }, { replace: false })} />
        <button type="button" onClick={swap} aria-label="Swap the two ends">
          ⇄
        </button>
        <End label="To" slug={to} onPick={(slug) => setParameters({ to: slug }, { replace: false })} />
        <div class="field">
          <label for="max">At most</label>
          <select id="max" value={max} onChange={(event) => setParameters({ max: event.currentTarget.value })}>
            {LENGTHS.map((length) => (
              <option key={length} value={String(length)}>
                {length} steps
              </option>
            ))}
          </select>
        </div>
      </div>
      {from && to ? (
        <Answered loaded={loaded}>{(answer) => <Chains answer={answer} />}</Answered>
      ) : (
        <p>Choose both ends to see the chains between them.</p>
      )}
    </div>
  );
}

/** The field for an end. The address has its slug; its name is asked for, so that a shared address shows it. */
function End({ label, slug, onPick }: { label: string; slug: string | null; onPick: (slug: string | null) => void }) {
  const loaded = useAnswer(slug === null ? null : calls.entity(slug, { limit: 1 }));
  const name = slug === null ? "" : loaded.state === "done" ? loaded.answer.label : slug;
  return (
    <EntityPicker
      label={label}
      value={name}
      onPick={(entity) => onPick(slugOf(entity.id))}
      onText={(text) => text === "" && onPick(null)}
    />
  );
}

function Chains({ answer }: { answer: PathsAnswer }) {
  const { chains, note } = answer;
  useEffect(() => announce(chains.length === 0 ? (note ?? "No chain") : tellCount(chains.length, "chain")), [answer]);
  if (chains.length === 0) return <p class="hidden-note">{note ?? "No chain of facts joins the two."}</p>;
  return (
    <div class="chains">
      {chains.map(({ hops }, place) => (
        <section key={place} aria-labelledby={`chain-${place}`}>
          <h2 id={`chain-${place}`}>
            {tellCount(hops.length, "step")}: {[hops[0]?.start.label, ...hops.map((hop) => hop.end.label)].join(" – ")}
          </h2>
          <ol class="chain">
            {hops.map((hop, step) => (
              <HopItem key={step} hop={hop} isFirst={step === 0} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function HopItem({ hop, isFirst }: { hop: Hop; isFirst: boolean }) {
  const others = hop.assertions.length - FIRST_OF_HOP;
  return (
    <li>
      {isFirst && <Stop id={hop.start.id} label={hop.start.label} type={hop.start.type} />}
      <div class="hop">
        {hop.assertions.length === 0 && <p class="hidden-note">The name of one holds the name of the other.</p>}
        {hop.assertions.slice(0, FIRST_OF_HOP).map((fact) => (
          <HopFact key={fact.id} fact={fact} />
        ))}
        {others > 0 && (
          <details>
            <summary>{tellCount(others, "more fact")} between the two</summary>
            {hop.assertions.slice(FIRST_OF_HOP).map((fact) => (
              <HopFact key={fact.id} fact={fact} />
            ))}
          </details>
        )}
      </div>
      <Stop id={hop.end.id} label={hop.end.label} type={hop.end.type} />
    </li>
  );
}

function Stop({ id, label, type }: { id: string; label: string; type: string }) {
  return (
    <p class="stop">
      <a href={entityHref(id)}>{label}</a> <span class="type">{type}</span>
    </p>
  );
}

function HopFact({ fact }: { fact: Assertion }) {
  return (
    <div class={`hop-fact ${fact.status}`}>
      <p>
        <StatusTag status={fact.status} /> <FactWords fact={fact} />
      </p>
      <p class="quote">
        <Sentence fact={fact} />
      </p>
      <p class="fact-notes">
        <FactNotes fact={fact} />
        <a href={documentHref(fact.document, fact.start, fact.end)}>in the document</a>
      </p>
    </div>
  );
}
