/**
 * Where entities stand. The same task gives the same places: no chance and no clock is in it.
 *
 * Each connected part is laid out by itself, from a beginning in which communities stand together; the largest part
 * stands in the middle, the others in rings around it.
 */

import { forces } from "./forces";
import { separate } from "./separate";

/** A picture to arrange; nodes are numbers. */
export interface Task {
  count: number;
  /** Pairs of nodes, one after another. */
  links: Uint32Array;
  /** Communities, -1 for none; equal numbers belong together. */
  communities: Int32Array;
  /** Radii in pixels. */
  radii: Float32Array;
  stage: Stage;
}

/** The room that a picture has, in pixels. */
export interface Stage {
  width: number;
  height: number;
}

/** Parts are set apart by so much of their own radius, and by so many nodes' room. */
const GAP = 0.12;
const ROOM = 1.1;
const STRETCH = 1.6;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Yield the places (x, y, x, y ...) again and again while they get better; the last ones are final. */
export function* arrange(task: Task): Generator<Float32Array> {
  const places = new Float32Array(2 * task.count);
  const parts = findParts(task);
  const large = parts.filter((part) => part.length > 3);
  for (const part of parts) spread(task, part, places);
  const main = large[0];
  if (main) {
    yield ring(parts, places, task.stage);
    const links = linksOf(task, parts);
    for (const part of large.slice(1)) {
      for (const _ of forces(part, links.get(part)!, task, places)) void _;
    }
    for (const _ of forces(main, links.get(main)!, task, places)) yield ring(parts, places, task.stage);
  }
  const final = ring(parts, places, task.stage);
  stretch(final, task.stage);
  // Twice, since what is pushed apart needs more room, and is shown smaller.
  for (let time = 0; time < 2; time++)
    separate(final, task.radii, marginOf(task.count, task.stage), unitOf(final, task.stage), null);
  yield final;
}

/** The connected parts, the largest first. */
export function findParts(task: Task): number[][] {
  const parent = Int32Array.from({ length: task.count }, (_, node) => node);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  for (let at = 0; at < task.links.length; at += 2) parent[root(task.links[at]!)] = root(task.links[at + 1]!);
  const parts = new Map<number, number[]>();
  for (let node = 0; node < task.count; node++) {
    const part = parts.get(root(node));
    if (part) part.push(node);
    else parts.set(root(node), [node]);
  }
  return [...parts.values()].sort((first, second) => second.length - first.length || first[0]! - second[0]!);
}

function linksOf(task: Task, parts: number[][]): Map<number[], number[]> {
  const owner = new Array<number[]>(task.count);
  for (const part of parts) for (const node of part) owner[node] = part;
  const found = new Map<number[], number[]>(parts.map((part) => [part, []]));
  for (let at = 0; at < task.links.length; at += 2)
    found.get(owner[task.links[at]!]!)!.push(task.links[at]!, task.links[at + 1]!);
  return found;
}

/** Set the nodes of a part as a sunflower sets its seeds: communities in the large pattern, their nodes in small ones. */
function spread(task: Task, part: number[], places: Float32Array): void {
  const groups = new Map<number, number[]>();
  for (const node of part) {
    const community = task.communities[node]!;
    const group = groups.get(community);
    if (group) group.push(node);
    else groups.set(community, [node]);
  }
  const sorted = [...groups].sort((first, second) => second[1].length - first[1].length || first[0] - second[0]);
  let before = 0;
  sorted.forEach(([, group], place) => {
    const far = sorted.length === 1 ? 0 : 1.6 * Math.sqrt(before + group.length / 2);
    const [x, y] = [far * Math.cos(place * GOLDEN), far * Math.sin(place * GOLDEN)];
    group.forEach((node, seed) => {
      const near = 0.8 * Math.sqrt(seed);
      places[2 * node] = x + near * Math.cos(seed * GOLDEN);
      places[2 * node + 1] = y + near * Math.sin(seed * GOLDEN);
    });
    before += group.length;
  });
}

/** The places with the first part in the middle and the others around it, ring by ring. */
function ring(parts: number[][], places: Float32Array, { width, height }: Stage): Float32Array {
  const moved = new Float32Array(places.length);
  let [inner, outer, angle] = [0, 0, 0];
  parts.forEach((part, index) => {
    const { x, y, reach } = circleOf(part, places);
    const radius = ROOM * Math.sqrt(part.length) * (1 + GAP);
    const scale = reach > 0 ? (ROOM * Math.sqrt(part.length)) / reach : 1;
    let [left, top] = [0, 0];
    if (index === 0) inner = outer = radius;
    else {
      let step = stepOf(inner, radius);
      if (angle + step > 2 * Math.PI) {
        [inner, angle] = [outer, 0];
        step = stepOf(inner, radius);
      }
      const far = inner + radius;
      [left, top] = [far * Math.cos(angle + step / 2), far * Math.sin(angle + step / 2)];
      outer = Math.max(outer, inner + 2 * radius);
      angle += step;
    }
    for (const node of part) {
      moved[2 * node] = (left + (places[2 * node]! - x) * scale) * (width / height);
      moved[2 * node + 1] = top + (places[2 * node + 1]! - y) * scale;
    }
  });
  return moved;
}

/** The angle that a part of that radius takes on a ring. */
function stepOf(inner: number, radius: number): number {
  return 2 * Math.asin(Math.min(1, radius / (inner + radius)));
}

/** The middle of a part, and how far it reaches from there; the farthest fiftieth does not count. */
function circleOf(part: number[], places: Float32Array): { x: number; y: number; reach: number } {
  let [x, y] = [0, 0];
  for (const node of part) [x, y] = [x + places[2 * node]! / part.length, y + places[2 * node + 1]! / part.length];
  const far = part.map((node) => Math.hypot(places[2 * node]! - x, places[2 * node + 1]! - y)).sort((a, b) => a - b);
  return { x, y, reach: far[Math.floor((far.length - 1) * 0.98)]! };
}

/** Stretch places so that they fill the room that they have, as far as this bends no pattern out of shape. */
function stretch(places: Float32Array, { width, height }: Stage): void {
  const { left, right, top, bottom } = boundsOf(places);
  const wanted = width / height / Math.max((right - left) / Math.max(bottom - top, 1e-6), 1e-6);
  const by = Math.max(1 / STRETCH, Math.min(STRETCH, wanted));
  for (let at = 0; at < places.length; at += 2) places[at]! *= by;
}

/** The pixels between two of so many nodes, so that the line between them can be seen. */
export function marginOf(count: number, { width, height }: Stage): number {
  return Math.min(24, 0.3 * Math.sqrt((width * height) / Math.max(count, 1)));
}

/** How much of the plane one pixel shows when all places fit into the picture. */
export function unitOf(places: Float32Array, { width, height }: Stage): number {
  const { left, right, top, bottom } = boundsOf(places);
  return Math.max((right - left) / width, (bottom - top) / height, 1e-6);
}

function boundsOf(places: Float32Array): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    left = Math.min(left, places[at]!);
    right = Math.max(right, places[at]!);
    top = Math.min(top, places[at + 1]!);
    bottom = Math.max(bottom, places[at + 1]!);
  }
  return { left, right, top, bottom };
}
