/** The status of a fact, told by a line as in the picture of the graph, a word and a colour; never by colour alone. */

import type { Status } from "../types";
import { MEANINGS } from "../words";

const DASHES: Record<Status, string | undefined> = {
  asserted: undefined,
  reported: "5 3",
  negated: undefined,
  hypothetical: "1 3",
};

export function StatusLine({ status }: { status: Status }) {
  return (
    <svg class={`status-line ${status}`} width="22" height="10" viewBox="0 0 22 10" aria-hidden="true">
      <line x1="1" y1="5" x2="21" y2="5" stroke-width="2" stroke-linecap="round" stroke-dasharray={DASHES[status]} />
      {status === "negated" && <path d="M8 1.5 L14 8.5 M14 1.5 L8 8.5" stroke-width="1.6" stroke-linecap="round" />}
    </svg>
  );
}

export function StatusTag({ status }: { status: Status }) {
  return (
    <span class={`status-tag ${status}`} title={MEANINGS[status]}>
      <StatusLine status={status} />
      {status}
    </span>
  );
}
