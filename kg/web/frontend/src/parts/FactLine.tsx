/** A fact in words: who, what, whom; its status; who says so, when and where. It opens to the quote behind it. */

import { useId, useState } from "preact/hooks";
import { entityHref, isEntity } from "../addresses";
import type { Assertion } from "../types";
import { tellDate, tellFact, tellOutlet, tellTime } from "../words";
import { Evidence } from "./Evidence";
import { StatusTag } from "./Status";

interface WordsProps {
  fact: Assertion;
  /** The entity whose page this is: its own name is no link there. */
  here?: string;
}

export function FactWords({ fact, here }: WordsProps) {
  return (
    <span class="fact-words">
      <Name label={fact.subject} id={fact.subject_id} here={here} />{" "}
      <span class="predicate">
        {fact.polarity === "negative" && <span class="not">not </span>}
        {fact.predicate}
      </span>{" "}
      {fact.object !== null && <Name label={fact.object} id={fact.object_id} here={here} />}
    </span>
  );
}

function Name({ label, id, here }: { label: string; id: string | null; here: string | undefined }) {
  if (id === here && id !== null) return <strong>{label}</strong>;
  return isEntity(id) ? <a href={entityHref(id)}>{label}</a> : <span class="literal">{label}</span>;
}

/** How a fact is qualified: in words, so that a planned one is not read as done. */
export function FactNotes({ fact, withDocument = true }: { fact: Assertion; withDocument?: boolean }) {
  return (
    <span class="fact-notes">
      {fact.modality !== "certain" && <span class="modality">{fact.modality}</span>}
      {fact.attributed_to && (
        <span>
          according to{" "}
          {isEntity(fact.attributed_to_id) ? (
            <a href={entityHref(fact.attributed_to_id)}>{fact.attributed_to}</a>
          ) : (
            fact.attributed_to
          )}
        </span>
      )}
      {fact.time && <span>{tellTime(fact.time)}</span>}
      {fact.place && <span>in {fact.place}</span>}
      {withDocument && (
        <span class="outlet">
          {tellOutlet(fact)}
          {fact.published && `, ${tellDate(fact.published)}`}
        </span>
      )}
    </span>
  );
}

export function FactLine({ fact, here }: WordsProps) {
  const [isOpen, setOpen] = useState(false);
  const region = useId();
  return (
    <li class={`fact ${fact.status}`}>
      <div class="fact-line">
        <StatusTag status={fact.status} />
        <div class="fact-text">
          <FactWords fact={fact} {...(here !== undefined && { here })} />
          <FactNotes fact={fact} />
        </div>
        <button
          type="button"
          class="disclose"
          aria-expanded={isOpen}
          aria-controls={region}
          aria-label={`Quote: ${tellFact(fact)}`}
          onClick={() => setOpen(!isOpen)}
        >
          Quote
        </button>
      </div>
      <div id={region} class="fact-evidence" hidden={!isOpen}>
        {isOpen && <Evidence id={fact.id} />}
      </div>
    </li>
  );
}
