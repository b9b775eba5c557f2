/** The network as it is known so far: it grows when neighbours are fetched, and nothing in it is ever changed. */

import type { Edge, Network, Node, Status } from "../types";

/** All facts of one status between two entities: one line of the picture. */
export interface Bundle {
  id: string;
  /** The two ends, in the order of their identifiers. */
  source: string;
  target: string;
  status: Status;
  edges: Edge[];
  /** Whether some fact points at `target`, and whether some fact points at `source`. */
  forward: boolean;
  backward: boolean;
}

export class Model {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, Edge>();
  private readonly adjacent = new Map<string, Edge[]>();
  readonly communities: Network["communities"];
  readonly shown: Network["shown"];
  readonly total: Network["total"];
  readonly sampled: boolean;
  /** The facts that were there in the beginning. */
  readonly first: ReadonlySet<string>;

  constructor(network: Network) {
    this.communities = network.communities;
    this.shown = network.shown;
    this.total = network.total;
    this.sampled = network.sampled;
    this.merge(network);
    this.first = new Set(this.edges.keys());
  }

  /** Add what is new in a network, and tell whether anything was. */
  merge(network: Network): boolean {
    const before = this.nodes.size + this.edges.size;
    for (const node of network.nodes) if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    for (const edge of network.edges) if (!this.edges.has(edge.id)) this.add(edge);
    return this.nodes.size + this.edges.size > before;
  }

  private add(edge: Edge): void {
    if (!this.nodes.has(edge.source) || !this.nodes.has(edge.target)) return;
    this.edges.set(edge.id, edge);
    for (const id of new Set([edge.source, edge.target])) {
      const list = this.adjacent.get(id);
      if (list) list.push(edge);
      else this.adjacent.set(id, [edge]);
    }
  }

  /** The facts that an entity is an end of. */
  around(id: string): readonly Edge[] {
    return this.adjacent.get(id) ?? [];
  }
}

/** The end of a fact that is not `id`; `id` itself where both ends are. */
export function otherEnd(edge: { source: string; target: string }, id: string): string {
  return edge.source === id ? edge.target : edge.source;
}

/** The name of the line that a fact belongs to. */
export function bundleId(edge: Edge): string {
  const [first, second] = edge.source < edge.target ? [edge.source, edge.target] : [edge.target, edge.source];
  return `${first}|${second}|${edge.status}`;
}

/** The lines that facts make; a fact of an entity with itself makes none. */
export function bundle(edges: Iterable<Edge>): Bundle[] {
  const found = new Map<string, Bundle>();
  for (const edge of edges) {
    if (edge.source === edge.target) continue;
    const id = bundleId(edge);
    let line = found.get(id);
    if (!line) {
      const forward = edge.source < edge.target;
      line = {
        id,
        source: forward ? edge.source : edge.target,
        target: forward ? edge.target : edge.source,
        status: edge.status,
        edges: [],
        forward: false,
        backward: false,
      };
      found.set(id, line);
    }
    line.edges.push(edge);
    if (edge.source === line.source) line.forward = true;
    else line.backward = true;
  }
  return [...found.values()];
}

/** What follows `ent:` in an identifier, as it stands in addresses. */
export function slugOf(id: string): string {
  return id.replace(/^ent:/, "");
}

export function idOf(slug: string): string {
  return slug.startsWith("ent:") ? slug : `ent:${slug}`;
}

/** "oppose" of "rel:oppose". */
export function predicateName(predicate: string): string {
  return predicate.startsWith("rel:") ? predicate.slice(4).replaceAll("-", " ") : predicate;
}
