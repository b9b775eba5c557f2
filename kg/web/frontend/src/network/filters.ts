/** Which entities and facts of the network a state shows. */

import type { Edge, Node } from "../types";
import { type Bundle, bundle, type Model, otherEnd } from "./model";
import type { NetworkState } from "./state";

/** How many neighbours come with one wish for more. */
export const STEP = 30;
/** As many entities and lines can be read on a screen of 1280 by 800; a picture begins with no more. */
const [NODES, LINES] = [140, 170];
/** Smaller parts come last. */
const PART = 5;
/** How many neighbours of an entity in focus are shown. */
const AROUND = 60;

/** What the picture holds. */
export interface Visible {
  nodes: Node[];
  ids: ReadonlySet<string>;
  bundles: Bundle[];
  facts: number;
}

/** Whether the filters let a fact through, whatever its ends are. */
export function passes(edge: Edge, state: NetworkState): boolean {
  return (
    state.statuses.includes(edge.status) &&
    (state.predicates.length === 0 || state.predicates.includes(edge.predicate)) &&
    isWithin(edge.published, state.since, state.until)
  );
}

/** Whether a date lies between two bounds, each a date or the beginning of one; undated facts do if there is no bound. */
export function isWithin(date: string | null, since: string | null, until: string | null): boolean {
  if (since === null && until === null) return true;
  if (date === null) return false;
  return (since === null || date >= since) && (until === null || date.slice(0, until.length) <= until);
}

/** Whether the filters let an entity through. */
export function admits(node: Node, state: NetworkState): boolean {
  return (
    (state.types.length === 0 || state.types.includes(node.type)) &&
    (state.community === null || node.community === state.community)
  );
}

/** The facts between admitted entities that the filters let through. */
export function wantedEdges(model: Model, state: NetworkState): Edge[] {
  const admitted = new Set<string>();
  for (const node of model.nodes.values()) if (admits(node, state)) admitted.add(node.id);
  const found: Edge[] = [];
  for (const edge of model.edges.values())
    if (passes(edge, state) && admitted.has(edge.source) && admitted.has(edge.target)) found.push(edge);
  return found;
}

/** The neighbours of an entity through wanted facts, the most important first. */
export function neighboursOf(model: Model, state: NetworkState, id: string): Node[] {
  const found = new Set<string>();
  for (const edge of model.around(id)) if (passes(edge, state)) found.add(otherEnd(edge, id));
  found.delete(id);
  return [...found]
    .map((other) => model.nodes.get(other)!)
    .filter((node) => admits(node, state))
    .sort(byImportance);
}

/** The most central first; then by identifier, so that the order is always the same. */
export function byImportance(first: Node, second: Node): number {
  return second.centrality - first.centrality || second.mentions - first.mentions || (first.id < second.id ? -1 : 1);
}

/** What a state shows of the network; `room` is 1 for a wide screen, less for a smaller one. */
export function visible(model: Model, state: NetworkState, wanted: readonly Edge[], room: number): Visible {
  const ids = chooseNodes(model, state, wanted, room);
  const edges = wanted.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const joined = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const asked = new Set([state.focus, ...state.added, ...state.expanded]);
  const nodes = [...ids]
    .filter((id) => joined.has(id) || asked.has(id))
    .map((id) => model.nodes.get(id)!)
    .sort(byImportance);
  return { nodes, ids: new Set(nodes.map((node) => node.id)), bundles: bundle(edges), facts: edges.length };
}

function chooseNodes(model: Model, state: NetworkState, wanted: readonly Edge[], room: number): Set<string> {
  const chosen = new Set<string>();
  const add = (nodes: Node[]): void => nodes.forEach((node) => chosen.add(node.id));
  if (state.focus !== null && model.nodes.has(state.focus)) {
    chosen.add(state.focus);
    add(neighboursOf(model, state, state.focus).slice(0, AROUND));
  } else add(firstNodes(model, state, wanted, room));
  for (const id of state.added) if (model.nodes.has(id)) chosen.add(id);
  for (const id of state.expanded) {
    if (!model.nodes.has(id)) continue;
    chosen.add(id);
    const more = neighboursOf(model, state, id).filter((node) => !chosen.has(node.id));
    add(more.slice(0, STEP));
  }
  for (const id of state.hidden) chosen.delete(id);
  return chosen;
}

/**
 * The entities that the picture begins with: the most important ones, each with its most important neighbour, so that
 * nobody stands alone; what was fetched since is not among them, so that they stay the same. Where the reader asks for no number they are as many as can be read.
 */
function firstNodes(model: Model, state: NetworkState, wanted: readonly Edge[], room: number): Node[] {
  const near = neighbourhoods(wanted.filter((edge) => model.first.has(edge.id)));
  const nodes = [...near.keys()].map((id) => model.nodes.get(id)!).sort(byImportance);
  if (state.amount === null) return nodes;
  if (state.amount === "some") putSmallPartsLast(nodes, near);
  const [most, lines] = state.amount === "some" ? [room * NODES, room * LINES] : [state.amount, Infinity];
  const chosen = new Set<Node>();
  let drawn = 0;
  const add = (node: Node): void => {
    if (chosen.has(node)) return;
    for (const id of near.get(node.id)!) if (chosen.has(model.nodes.get(id)!)) drawn++;
    chosen.add(node);
  };
  for (const node of nodes) {
    if (chosen.size >= most || drawn >= lines) break;
    const others = [...near.get(node.id)!].map((id) => model.nodes.get(id)!);
    add(node);
    if (!others.some((other) => chosen.has(other))) add(others.sort(byImportance)[0]!);
  }
  return [...chosen];
}

/** Put those last that belong to a part of few entities: what is woven together comes first. */
function putSmallPartsLast(nodes: Node[], near: ReadonlyMap<string, Set<string>>): void {
  const small = new Set<string>();
  const seen = new Set<string>();
  for (const { id } of nodes) {
    if (seen.has(id)) continue;
    const part = [id];
    seen.add(id);
    for (const member of part)
      for (const other of near.get(member)!)
        if (!seen.has(other)) {
          seen.add(other);
          part.push(other);
        }
    if (part.length < PART) for (const member of part) small.add(member);
  }
  const order = (node: Node): number => Number(small.has(node.id));
  nodes.sort((first, second) => order(first) - order(second));
}

/** The neighbours of all that have some. */
function neighbourhoods(edges: readonly Edge[]): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  const add = (id: string, other: string): void => {
    const found = near.get(id);
    if (found) found.add(other);
    else near.set(id, new Set([other]));
  };
  for (const { source, target } of edges) {
    if (source === target) continue;
    add(source, target);
    add(target, source);
  }
  return near;
}
