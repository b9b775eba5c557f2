/** How many facts were published when: bars by month, or by year, stacked by status. A bar is a link that filters. */

import type { EntityPage, Status } from "../types";
import { STATUSES, tellDate, tellStatuses } from "../words";

// More bars than this are narrower than a finger; then there is a bar for each year.
const MOST_MONTHS = 40;
const HEIGHT = 72;
const WIDTH = 640;

type Counts = Partial<Record<Status, number>>;

interface Props {
  timeline: EntityPage["timeline"];
  shown: readonly Status[];
  /** The month or year that is chosen, "2012-09" or "2012". */
  when: string | null;
  hrefFor: (when: string | null) => string;
}

export function Timeline({ timeline, shown, when, hrefFor }: Props) {
  const bars = barsOf(timeline);
  const most = Math.max(1, ...bars.map((bar) => total(bar.counts, shown)));
  if (bars.length === 0) return null;
  const step = Math.min(WIDTH / bars.length, 56);
  return (
    <div class="timeline">
      <p class="caption">Published in</p>
      <div class="timeline-frame">
        <svg
          width={step * bars.length + 30}
          height={HEIGHT + 18}
          role="group"
          aria-label="Facts by date of publication"
        >
          <Patterns />
          {bars.map((bar, place) => (
            <Bar
              key={bar.when}
              {...bar}
              x={place * step}
              width={Math.max(2, Math.min(step - 3, 40))}
              most={most}
              shown={shown}
              isChosen={bar.when === when}
              href={hrefFor(bar.when === when ? null : bar.when)}
            />
          ))}
          <line class="axis" x1="0" x2={step * bars.length} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
          {ticksOf(bars, step).map(({ x, text }) => (
            <text key={x} x={x} y={HEIGHT + 14}>
              {text}
            </text>
          ))}
        </svg>
      </div>
      {when !== null && (
        <p class="hidden-note">
          Only what was published in {tellDate(when)}. <a href={hrefFor(null)}>Show all dates</a>
        </p>
      )}
    </div>
  );
}

interface BarProps {
  when: string;
  counts: Counts;
  x: number;
  width: number;
  most: number;
  shown: readonly Status[];
  isChosen: boolean;
  href: string;
}

function Bar({ when, counts, x, width, most, shown, isChosen, href }: BarProps) {
  if (total(counts, STATUSES) === 0) return null;
  let top = HEIGHT;
  const words = `${tellDate(when)}: ${tellStatuses(counts)}`;
  return (
    <a
      href={href}
      class={isChosen ? "bar chosen" : "bar"}
      aria-label={words}
      {...(isChosen && { "aria-current": "true" })}
    >
      <title>{words}</title>
      <rect class="reach" x={x} y={0} width={width} height={HEIGHT} />
      {STATUSES.filter((status) => shown.includes(status) && counts[status]).map((status) => {
        const height = Math.max(2, ((counts[status] ?? 0) / most) * (HEIGHT - 4));
        top -= height;
        return (
          <rect
            key={status}
            class={`piece ${status}`}
            fill={status === "asserted" ? "var(--asserted)" : `url(#fill-${status})`}
            x={x}
            y={top}
            width={width}
            height={height - 0.5}
          />
        );
      })}
    </a>
  );
}

/** Fills that tell the statuses apart without colour: full, hatched, crossed and dotted. */
function Patterns() {
  const size = { patternUnits: "userSpaceOnUse", width: 5, height: 5 } as const;
  return (
    <defs>
      <pattern id="fill-reported" {...size}>
        <path class="reported" d="M-1 6 L6 -1 M-1 1 L1 -1 M4 6 L6 4" stroke-width="2" />
      </pattern>
      <pattern id="fill-negated" {...size}>
        <path class="negated" d="M0 0 L5 5 M5 0 L0 5" stroke-width="1.5" />
      </pattern>
      <pattern id="fill-hypothetical" {...size}>
        <circle class="hypothetical" cx="2.5" cy="2.5" r="1.4" />
      </pattern>
    </defs>
  );
}

function total(counts: Counts, shown: readonly Status[]): number {
  return shown.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** A bar for each month from the first to the last, so that silence shows; or for each year. */
function barsOf(timeline: EntityPage["timeline"]): { when: string; counts: Counts }[] {
  const [first, last] = [timeline[0]?.month, timeline[timeline.length - 1]?.month];
  if (first === undefined || last === undefined) return [];
  const months = monthsBetween(first, last);
  const length = months.length > MOST_MONTHS ? 4 : 7;
  const bars = new Map<string, Counts>(months.map((month) => [month.slice(0, length), {}]));
  for (const { month, counts } of timeline) {
    const bar = bars.get(month.slice(0, length));
    if (bar === undefined) continue;
    for (const status of STATUSES) bar[status] = (bar[status] ?? 0) + (counts[status] ?? 0);
  }
  return [...bars].map(([when, counts]) => ({ when, counts }));
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  let [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
  // An odd date far in the past must not fill the memory: a bar a year suffices for two thousand years.
  while (months.length < 24_000) {
    const name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    months.push(name);
    if (name >= last) break;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

/** The years below the bars, each where it begins and none over another one. */
function ticksOf(bars: readonly { when: string }[], step: number): { x: number; text: string }[] {
  const ticks: { x: number; text: string }[] = [];
  for (const [place, { when }] of bars.entries()) {
    const text = when.slice(0, 4);
    const x = place * step;
    const before = ticks[ticks.length - 1];
    if (before === undefined || (before.text !== text && x - before.x > 34)) ticks.push({ x, text });
  }
  return ticks;
}
