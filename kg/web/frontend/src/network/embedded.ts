/** The network that a one-file page holds; nothing is asked of anybody. */

import type { Network } from "../types";
import type { NetworkSource } from "./source";

export interface Embedded {
  title: string;
  /** What the picture begins with, as parameters of an address. */
  state: Record<string, string>;
  /** Which facts were taken where the network is a sample. */
  taken: string;
  network: Network;
}

/** What stands in the page; null where nothing was put in. */
export function readEmbedded(): Embedded | null {
  const text = document.getElementById("network")?.textContent ?? "";
  const found: unknown = JSON.parse(text);
  return typeof found === "object" ? (found as Embedded | null) : null;
}

export function embeddedSource({ network, taken }: Embedded): NetworkSource {
  return {
    taken,
    whole: () => Promise.resolve(network),
    neighbours: () => null,
    quote: (edge) =>
      Promise.resolve({
        text: edge.quote ?? "",
        marks: edge.quote_marks ?? [],
        title: edge.title ?? null,
        publisher: edge.publisher ?? null,
        published: edge.published,
        href: null,
      }),
    entityHref: () => null,
  };
}
