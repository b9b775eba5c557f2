/** Numbers, dates and facts in words. */

import type { Assertion, Status } from "./types";

export const STATUSES: readonly Status[] = ["asserted", "reported", "negated", "hypothetical"];
/** What is shown unless asked otherwise: what the texts commit to, or credit to somebody. */
export const SHOWN: readonly Status[] = ["asserted", "reported"];

export const MEANINGS: Record<Status, string> = {
  asserted: "the text itself states it",
  reported: "the text credits it to somebody",
  negated: "the text says that it is not so",
  hypothetical: "planned, wanted, possible, asked or conditional",
};

const NUMBERS = new Intl.NumberFormat("en");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function tellNumber(value: number): string {
  return NUMBERS.format(value);
}

/** "1 fact", "1,200 facts". */
export function tellCount(value: number, one: string, many = `${one}s`): string {
  return `${tellNumber(value)} ${value === 1 ? one : many}`;
}

/** "8 Sep 2012" of "2012-09-08", "Sep 2012" of "2012-09"; what is no ISO date stays as it is. */
export function tellDate(date: string): string {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?$/.exec(date);
  if (found === null) return date;
  const [, year, month, day] = found;
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  if (year === undefined || name === undefined) return date;
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`;
}

/** When something was: "on 8 Sep 2012", "in Sep 2012", "in 2012". */
export function tellTime(date: string): string {
  return `${/^\d{4}-\d\d-\d\d/.test(date) ? "on" : "in"} ${tellDate(date)}`;
}

/** Who or what published a document: the outlet, else the path of its file. */
export function tellOutlet(document: { publisher: string | null; source: string }): string {
  return document.publisher ?? document.source;
}

/** A fact as a sentence for those who hear the page, and for titles: "Russia, not oppose, sanctions on Syria". */
export function tellFact(fact: Assertion): string {
  const predicate = fact.polarity === "negative" ? `not ${fact.predicate}` : fact.predicate;
  return [fact.subject, predicate, fact.object].filter((part) => part !== null).join(" – ");
}

/** Counts by status as words: "2 asserted, 1 negated". */
export function tellStatuses(counts: Partial<Record<Status, number>>): string {
  return STATUSES.filter((status) => counts[status])
    .map((status) => `${tellNumber(counts[status] ?? 0)} ${status}`)
    .join(", ");
}

export function countStatuses(facts: readonly { status: Status }[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {};
  for (const fact of facts) counts[fact.status] = (counts[fact.status] ?? 0) + 1;
  return counts;
}

/** Things by what `key` gives for each, in the order in which each key first comes. */
export function groupBy<T>(things: readonly T[], key: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const name = key(thing);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [thing]);
    else group.push(thing);
  }
  return groups;
}
