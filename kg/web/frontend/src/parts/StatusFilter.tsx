/** Chips that show and hide facts by status, with their counts, and an open word on what is hidden. */

import type { Status } from "../types";
import { SHOWN, STATUSES, tellCount, tellNumber } from "../words";
import { StatusLine } from "./Status";

interface Props {
  counts: Partial<Record<Status, number>>;
  shown: readonly Status[];
  onChange: (shown: Status[]) => void;
}

export function StatusFilter({ counts, shown, onChange }: Props) {
  const hidden = STATUSES.filter((status) => !shown.includes(status) && (counts[status] ?? 0) > 0);
  const toggle = (status: Status) => onChange(STATUSES.filter((other) => (other === status) !== shown.includes(other)));
  return (
    <div class="status-filter" role="group" aria-label="Show facts by status">
      {STATUSES.map((status) => (
        <button
          key={status}
          type="button"
          class={`chip ${status}`}
          aria-pressed={shown.includes(status)}
          disabled={!counts[status]}
          onClick={() => toggle(status)}
        >
          <StatusLine status={status} />
          {status} <span class="count">{tellNumber(counts[status] ?? 0)}</span>
        </button>
      ))}
      {hidden.length > 0 && (
        <p class="hidden-note">
          {tellCount(
            hidden.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
            "fact is",
            "facts are",
          )}{" "}
          hidden: {hidden.map((status) => `${tellNumber(counts[status] ?? 0)} ${status}`).join(", ")}.{" "}
          <button type="button" class="link" onClick={() => onChange([...STATUSES])}>
            Show all
          </button>
        </p>
      )}
    </div>
  );
}

/** The statuses in an address: those listed, else what is shown by default. */
export function statusesIn(parameter: string | null): Status[] {
  if (parameter === null) return [...SHOWN];
  const named = parameter.split(",");
  return STATUSES.filter((status) => named.includes(status));
}

/** What stands in the address for a choice of statuses: nothing for the default one, "none" where all are hidden. */
export function statusParameter(shown: readonly Status[]): string | null {
  if (shown.length === SHOWN.length && SHOWN.every((status) => shown.includes(status))) return null;
  return shown.join(",") || "none";
}
