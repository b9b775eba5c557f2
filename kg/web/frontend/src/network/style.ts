/** How entities and lines look: colours that colour-blind people can tell apart, on light and on dark ground alike. */

import type { Node, Status } from "../types";
import type { Stage } from "./arrange";
import type { ColourBy, SizeBy } from "./state";

/** A kind of entities with one colour. */
export interface Family {
  name: string;
  colour: string;
  types: readonly string[];
}

// After Okabe and Ito (2008), each made so dark or bright that it stands out at 3:1 from white and from near black.
export const FAMILIES: readonly Family[] = [
  { name: "Person", colour: "#d07c00", types: ["Person"] },
  { name: "Organization", colour: "#2b7bd0", types: ["Organization"] },
  { name: "Country", colour: "#009473", types: ["Country"] },
  { name: "Place", colour: "#3f9fc9", types: ["Place", "Facility"] },
  { name: "Position", colour: "#c0659c", types: ["Position"] },
  { name: "Group, event, work …", colour: "#978a1c", types: ["Group", "Event", "Work", "Product", "Thing"] },
  { name: "Concept", colour: "#868c98", types: ["Concept"] },
];
const OF_TYPE = new Map(FAMILIES.flatMap(({ colour, types }) => types.map((type) => [type, colour] as const)));
const OTHER = "#868c98";

/** Whether entities of a type are drawn as rings: concepts are no names, and there are many. */
export function isHollow(type: string): boolean {
  return type === "Concept";
}

const COMMUNITIES = ["#2b7bd0", "#d07c00", "#009473", "#c0659c", "#3f9fc9", "#978a1c", "#8a63d2", "#c2553a"];

export const DASHES: Record<Status, readonly number[]> = {
  asserted: [],
  reported: [7, 5],
  negated: [],
  hypothetical: [2, 4],
};

/** The colours of a theme that the canvas needs. */
export interface Theme {
  background: string;
  text: string;
  line: string;
  negated: string;
  accent: string;
  font: string;
}

/** The theme that the style sheets give an element. */
export function readTheme(element: HTMLElement): Theme {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--network-${name}`).trim();
  return {
    background: read("background"),
    text: read("text"),
    line: read("line"),
    negated: read("negated"),
    accent: read("accent"),
    font: style.fontFamily,
  };
}

export function colourOfType(type: string): string {
  return OF_TYPE.get(type) ?? OTHER;
}

export function colourOf(node: Node, by: ColourBy): string {
  if (by === "type") return colourOfType(node.type);
  return node.community === null ? OTHER : communityColour(node.community);
}

/** The colour of a community; the largest have their own, the others share grey. */
export function communityColour(community: number): string {
  return COMMUNITIES[community] ?? OTHER;
}

export const COLOURED_COMMUNITIES = COMMUNITIES.length;

/** What a node is measured by. */
export function measure(node: Node, by: SizeBy, facts: ReadonlyMap<string, number>): number {
  if (by === "facts") return facts.get(node.id) ?? 0;
  return by === "mentions" ? node.mentions : node.centrality;
}

/**
 * The radius in pixels of a disc whose weight is between 0 and 1: its area grows with the weight, and discs are smaller
 * where there are many of them in little room.
 */
export function radiusOf(weight: number, count: number, { width, height }: Stage): number {
  const room = Math.sqrt((width * height) / Math.max(count, 1));
  const greatest = Math.max(6, Math.min(18, 0.28 * room));
  const least = Math.max(0.9, Math.min(4, 0.08 * room));
  return least + (greatest - least) * Math.sqrt(weight);
}

/** The width of a line in pixels: it grows with the facts in it, slowly. */
export function widthOf(facts: number): number {
  return Math.min(3.2, 1 + 0.6 * Math.log2(facts));
}

const OPACITIES = [
  [200, 0.6],
  [500, 0.45],
  [1500, 0.28],
  [5000, 0.2],
] as const;

/** How opaque a line is among so many. */
export function opacityOf(lines: number): number {
  const found = OPACITIES.find(([most]) => lines <= most);
  return found ? found[1] : 0.14;
}

/** A colour such as #1d1c1a, as opaque as told. */
export function withOpacity(colour: string, opacity: number): string {
  return colour + Math.round(255 * opacity).toString(16).padStart(2, "0");
}
