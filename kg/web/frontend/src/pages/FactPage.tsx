/** One fact: its words, what its status means, the quote, all that is on record of it, and who says the same. */

import { documentHref, entityHref, isEntity } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { Quote } from "../parts/Evidence";
import { FactLine, FactWords } from "../parts/FactLine";
import { Heading } from "../parts/Heading";
import { StatusTag } from "../parts/Status";
import type { Assertion, Evidence } from "../types";
import { MEANINGS, tellDate, tellFact } from "../words";

export function FactPage({ id }: { id: string }) {
  const loaded = useAnswer(calls.evidence(id));
  return (
    <Answered loaded={loaded} isView>
      {(evidence) => <Found evidence={evidence} />}
    </Answered>
  );
}

function Found({ evidence }: { evidence: Evidence }) {
  const fact = evidence.assertion;
  return (
    <article class="fact-page">
      <p class="kicker">
        <StatusTag status={fact.status} /> {MEANINGS[fact.status]}
      </p>
      <Heading title={tellFact(fact)}>
        <FactWords fact={fact} />
      </Heading>
      <Quote evidence={evidence} withFactLink={false} />
      <Record fact={fact} />
      <Same fact={fact} />
    </article>
  );
}

function Record({ fact }: { fact: Assertion }) {
  const rows: [string, preact.ComponentChildren][] = [
    ["Words of the text", fact.phrase === "" ? null : `“${fact.phrase}”`],
    ["Subject", <EntityName key="s" label={fact.subject} id={fact.subject_id} type={fact.subject_type} />],
    ["Relation", `${fact.predicate} (${fact.predicate_id})`],
    ["Object", fact.object && <EntityName key="o" label={fact.object} id={fact.object_id} type={fact.object_type} />],
    ["Polarity", fact.polarity],
    ["Modality", fact.modality],
    [
      "According to",
      fact.attribution_chain.length > 0 ? fact.attribution_chain.join(", who cites ") : fact.attributed_to,
    ],
    ["When", fact.time && tellDate(fact.time)],
    ["Where", fact.place],
    ["Confidence", fact.confidence.toFixed(2)],
    ["Published", fact.published && tellDate(fact.published)],
    ["File", fact.source],
    [
      "Characters",
      <a key="c" href={documentHref(fact.document, fact.start, fact.end)}>{`${fact.start}–${fact.end}`}</a>,
    ],
    ["Identifier", <code key="i">{fact.id}</code>],
  ];
  return (
    <section aria-labelledby="record">
      <h2 id="record">On record</h2>
      <dl class="record">
        {rows
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function EntityName({ label, id, type }: { label: string; id: string | null; type: string | null }) {
  return (
    <>
      {isEntity(id) ? <a href={entityHref(id)}>{label}</a> : label} {type && <span class="type">{type}</span>}
    </>
  );
}

/** Other places that say the same of the same two things, be it so or not: the status of each is told. */
function Same({ fact }: { fact: Assertion }) {
  const loaded = useAnswer(
    isEntity(fact.subject_id) ? calls.entity(fact.subject_id, { predicate: fact.predicate_id }) : null,
  );
  if (loaded.state !== "done") return null;
  const same = loaded.answer.facts.filter(
    (other) =>
      other.id !== fact.id &&
      other.predicate_id === fact.predicate_id &&
      other.subject_id === fact.subject_id &&
      (fact.object_id === null ? other.object === fact.object : other.object_id === fact.object_id),
  );
  return (
    <section aria-labelledby="same">
      <h2 id="same">Said elsewhere</h2>
      {same.length === 0 ? (
        <p>No other sentence says, denies or supposes this of the same two.</p>
      ) : (
        <ul class="fact-list">
          {same.map((other) => (
            <FactLine key={other.id} fact={other} />
          ))}
        </ul>
      )}
    </section>
  );
}
