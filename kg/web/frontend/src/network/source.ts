/**
 * Where a picture of the graph gets what it shows: from the server, or from the file that it stands in.
 *
 * A page puts the picture on itself with
 *
 *     const [state, setState] = useState(readState(new URLSearchParams(location.search)));
 *     <NetworkView source={served} state={state} onState={setState} />
 *
 * and writes `writeState(state)` into its address; both are in `state.ts`. `source` has to stay the same object. The
 * view fills the element that it stands in, which needs a height.
 */

import type { Edge, Network, Thing } from "../types";

/** The sentence behind an edge, with the words of the fact in it. */
export interface Quote {
  text: string;
  marks: { start: number; end: number; role: string }[];
  title: string | null;
  publisher: string | null;
  published: string | null;
  /** Address of the document's page, where there is one. */
  href: string | null;
}

export interface NetworkSource {
  /** Which facts there are where the network is a sample: "those that ...". */
  taken?: string;
  /** The network to begin with. */
  whole(): Promise<Network>;
  /** What joins an entity to others; null where the network is all there is. */
  neighbours(id: string): Promise<Network> | null;
  quote(edge: Edge): Promise<Quote>;
  /** Address of the page of an entity, where there is one. */
  entityHref(id: string): string | null;
  /** Entities whose names begin so; only where there are more than the network holds. */
  complete?(text: string): Promise<Thing[]>;
}
