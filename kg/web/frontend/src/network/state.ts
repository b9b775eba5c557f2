/** What a reader chose to see; every part of it stands in the address, so that a view can be shared. */

import type { Status } from "../types";
import { idOf, slugOf } from "./model";

export type SizeBy = "centrality" | "mentions" | "facts";
export type ColourBy = "type" | "community";

export type Amount = number | "some" | null;

export interface NetworkState {
  /** Identifier of the entity that the picture is about; null for the whole. */
  focus: string | null;
  /** Empty lists leave a side open. */
  types: string[];
  predicates: string[];
  statuses: Status[];
  since: string | null;
  until: string | null;
  community: number | null;
  size: SizeBy;
  colour: ColourBy;
  /** How many entities the picture begins with: "some" are as many as can be read, null are all. */
  amount: Amount;
  /** An entity, or the two ends of a line parted by "|". */
  selected: string | null;
  /** Entities whose neighbours were asked for; one that stands here twice shows twice as many. */
  expanded: string[];
  /** Entities put into the picture one by one, and those put out of it. */
  added: string[];
  hidden: string[];
}

export const STATUSES: readonly Status[] = ["asserted", "reported", "negated", "hypothetical"];
/** What is drawn unless asked otherwise: what nobody states is not. */
export const SHOWN_STATUSES: readonly Status[] = ["asserted", "reported"];
export const SIZES: readonly SizeBy[] = ["centrality", "mentions", "facts"];

export function defaultState(): NetworkState {
  return {
    focus: null,
    types: [],
    predicates: [],
    statuses: [...SHOWN_STATUSES],
    since: null,
    until: null,
    community: null,
    size: "centrality",
    colour: "type",
    amount: "some",
    selected: null,
    expanded: [],
    added: [],
    hidden: [],
  };
}

/** The state that the parameters of an address tell; what is not known there is passed over. */
export function readState(parameters: URLSearchParams): NetworkState {
  const state = defaultState();
  const one = (name: string): string | null => parameters.get(name) || null;
  const several = (name: string): string[] => (one(name) ?? "").split(",").filter(Boolean);
  const focus = one("focus");
  const selected = one("selected");
  const named = several("status");
  const statuses = STATUSES.filter((status) => named.includes(status));
  const community = one("community");
  return {
    ...state,
    focus: focus && idOf(focus),
    types: several("types"),
    predicates: several("predicates"),
    statuses: statuses.length ? statuses : state.statuses,
    since: readDate(one("since")),
    until: readDate(one("until")),
    community: community !== null && /^\d+$/.test(community) ? Number(community) : null,
    size: SIZES.find((size) => size === one("size")) ?? state.size,
    colour: one("colour") === "community" ? "community" : "type",
    amount: readAmount(one("show")),
    selected: selected && selected.split("|").map(idOf).sort().join("|"),
    expanded: several("expanded").map(idOf),
    added: several("added").map(idOf),
    hidden: several("hidden").map(idOf),
  };
}

/** The parameters that tell a state; what is as it begins is left out. */
export function writeState(state: NetworkState): URLSearchParams {
  const parameters = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value) parameters.set(name, value);
  };
  put("focus", state.focus && slugOf(state.focus));
  put("types", state.types.join(","));
  put("predicates", state.predicates.join(","));
  if (state.statuses.join() !== SHOWN_STATUSES.join()) put("status", state.statuses.join(","));
  put("since", state.since);
  put("until", state.until);
  put("community", state.community === null ? null : String(state.community));
  if (state.size !== "centrality") put("size", state.size);
  if (state.colour !== "type") put("colour", state.colour);
  if (state.amount !== "some") put("show", String(state.amount ?? "all"));
  put("selected", state.selected && state.selected.split("|").map(slugOf).join("|"));
  put("expanded", state.expanded.map(slugOf).join(","));
  put("added", state.added.map(slugOf).join(","));
  put("hidden", state.hidden.map(slugOf).join(","));
  return parameters;
}

function readAmount(text: string | null): Amount {
  if (text === "all") return null;
  return text && /^\d{1,6}$/.test(text) ? Number(text) : "some";
}

function readDate(text: string | null): string | null {
  return text && /^\d{4}(-\d{2}){0,2}$/.test(text) ? text : null;
}
