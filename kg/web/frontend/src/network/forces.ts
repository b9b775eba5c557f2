/** ForceAtlas2 for one connected part; nodes with a single neighbour are set around it afterwards where there are many. */

import iterate from "graphology-layout-forceatlas2/iterate";
import type { Task } from "./arrange";

/** From so many nodes on, those with one neighbour take no part in the forces. */
const MANY = 1500;
/** How often forces are applied, all nodes together: about a second of a small machine for each million. */
const EFFORT = 900_000;
const [FEWEST, MOST] = [60, 500];
/** Places are shown so often while they get better; to show many takes long. */
const [FRAMES, FRAMES_OF_MANY] = [24, 3];
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
// Numbers in a row of the matrix of nodes that the library works on, and the places of some of them.
const NODE = 10;
const [MASS, CONVERGENCE, SIZE] = [6, 7, 8];

/** Move the nodes of a part, yielding now and then; `links` are pairs of its nodes. */
export function* forces(part: number[], links: number[], task: Task, places: Float32Array): Generator<void> {
  const leaves = part.length > MANY ? findLeaves(part, links, task.count) : new Map<number, number[]>();
  const free = new Set([...leaves.values()].flat());
  const moving = part.filter((node) => !free.has(node));
  const row = new Int32Array(task.count).fill(-1);
  moving.forEach((node, index) => (row[node] = index * NODE));
  const nodes = nodeMatrix(moving, leaves, places);
  const edges = linkMatrix(links, row, nodes);
  const times = Math.max(FEWEST, Math.min(MOST, Math.round(EFFORT / moving.length)));
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 6,
    strongGravityMode: true,
    gravity: 0.06,
    slowDown: 1 + Math.log(moving.length),
    barnesHutOptimize: moving.length > 400,
    barnesHutTheta: moving.length > MANY ? 1 : 0.6,
  };
  const pause = Math.ceil(times / (moving.length > MANY ? FRAMES_OF_MANY : FRAMES));
  for (let time = 0; time < times; time++) {
    iterate(settings, nodes, edges);
    if ((time + 1) % pause === 0 || time + 1 === times) {
      moving.forEach((node, index) => {
        places[2 * node] = nodes[index * NODE]!;
        places[2 * node + 1] = nodes[index * NODE + 1]!;
      });
      placeLeaves(leaves, places, moving);
      yield;
    }
  }
}

function nodeMatrix(moving: number[], leaves: Map<number, number[]>, places: Float32Array): Float32Array {
  const nodes = new Float32Array(moving.length * NODE);
  moving.forEach((node, index) => {
    const at = index * NODE;
    nodes[at] = 10 * places[2 * node]!;
    nodes[at + 1] = 10 * places[2 * node + 1]!;
    nodes[at + MASS] = 1 + (leaves.get(node)?.length ?? 0);
    nodes[at + CONVERGENCE] = 1;
    nodes[at + SIZE] = 1;
  });
  return nodes;
}

/** The links between rows; each makes its ends heavier. */
function linkMatrix(links: number[], row: Int32Array, nodes: Float32Array): Float32Array {
  const rows: number[] = [];
  for (let at = 0; at < links.length; at += 2) {
    const [first, second] = [row[links[at]!]!, row[links[at + 1]!]!];
    if (first < 0 || second < 0) continue;
    rows.push(first, second, 1);
    nodes[first + MASS]! += 1;
    nodes[second + MASS]! += 1;
  }
  return Float32Array.from(rows);
}

/** The nodes with one neighbour only, by that neighbour. */
function findLeaves(part: number[], links: number[], count: number): Map<number, number[]> {
  const degree = new Uint32Array(count);
  const neighbour = new Uint32Array(count);
  for (let at = 0; at < links.length; at += 2) {
    const [first, second] = [links[at]!, links[at + 1]!];
    degree[first]!++;
    degree[second]!++;
    neighbour[first] = second;
    neighbour[second] = first;
  }
  const leaves = new Map<number, number[]>();
  for (const node of part) {
    if (degree[node] !== 1 || degree[neighbour[node]!] === 1) continue;
    const group = leaves.get(neighbour[node]!);
    if (group) group.push(node);
    else leaves.set(neighbour[node]!, [node]);
  }
  return leaves;
}

/** Set leaves around their neighbour, in as much room as other nodes have. */
function placeLeaves(leaves: Map<number, number[]>, places: Float32Array, moving: number[]): void {
  let reach = 0;
  for (const node of moving) reach += Math.hypot(places[2 * node]!, places[2 * node + 1]!) / moving.length;
  const room = (0.45 * reach) / Math.sqrt(moving.length);
  for (const [node, group] of leaves)
    group.forEach((leaf, seed) => {
      const far = room * Math.sqrt(seed + 2);
      places[2 * leaf] = places[2 * node]! + far * Math.cos(seed * GOLDEN);
      places[2 * leaf + 1] = places[2 * node + 1]! + far * Math.sin(seed * GOLDEN);
    });
}
