/** Where new entities come to stand in a picture that is there already, without moving what the reader looks at. */

import type { Bundle } from "./model";
import { marginOf, type Stage, unitOf } from "./arrange";
import { separate } from "./separate";

export interface Place {
  x: number;
  y: number;
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** Pixels between an entity and the nearest of those that are set around it. */
const APART = 46;

/** The places of all discs: those that have one keep it, the others stand around a neighbour that has one. */
export function completePlaces(
  discs: readonly { id: string }[],
  radii: Float32Array,
  bundles: readonly Bundle[],
  known: ReadonlyMap<string, Place>,
  stage: Stage,
): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { id } of discs) if (known.has(id)) places.set(id, known.get(id)!);
  const stay = new Set(places.keys());
  const unit = unitOf(flatten([...places.values()]), stage);
  const waiting = neighbourhoods(discs, bundles, places);
  const seeds = new Map<string, number>();
  for (const [id, anchors] of waiting) {
    const anchor = anchors.map((other) => places.get(other)).find((place) => place !== undefined);
    const name = anchors.find((other) => places.has(other)) ?? "";
    const seed = seeds.get(name) ?? 0;
    seeds.set(name, seed + 1);
    const far = APART * unit * Math.sqrt(1 + seed / 2);
    places.set(id, {
      x: (anchor?.x ?? 0) + far * Math.cos(seed * GOLDEN),
      y: (anchor?.y ?? 0) + far * Math.sin(seed * GOLDEN),
    });
  }
  return setApart(discs, radii, places, stay, unit, marginOf(discs.length, stage));
}

/** The discs without a place, each with its neighbours; those come first that have the most neighbours with a place. */
function neighbourhoods(
  discs: readonly { id: string }[],
  bundles: readonly Bundle[],
  places: ReadonlyMap<string, Place>,
): [string, string[]][] {
  const near = new Map<string, string[]>(discs.filter(({ id }) => !places.has(id)).map(({ id }) => [id, []]));
  for (const { source, target } of bundles) {
    near.get(source)?.push(target);
    near.get(target)?.push(source);
  }
  const known = (anchors: string[]): number => anchors.filter((id) => places.has(id)).length;
  return [...near].sort((first, second) => known(second[1]) - known(first[1]));
}

function setApart(
  discs: readonly { id: string }[],
  radii: Float32Array,
  places: Map<string, Place>,
  stay: ReadonlySet<string>,
  unit: number,
  margin: number,
): Map<string, Place> {
  const flat = flatten(discs.map(({ id }) => places.get(id)!));
  const fixed = new Set<number>();
  discs.forEach(({ id }, index) => {
    if (stay.has(id)) fixed.add(index);
  });
  separate(flat, radii, margin, unit, fixed);
  return new Map(discs.map(({ id }, index) => [id, { x: flat[2 * index]!, y: flat[2 * index + 1]! }]));
}

function flatten(places: readonly Place[]): Float32Array {
  const flat = new Float32Array(2 * places.length);
  places.forEach(({ x, y }, index) => flat.set([x, y], 2 * index));
  return flat;
}
