/** Pushes nodes apart that lie on each other. */

/** Beyond so many nodes, they overlap until one zooms in; pushing would only blur the pattern. */
const MOST = 3000;
const ROUNDS = 60;

/**
 * Change places until no two nodes overlap, or for so many rounds; `fixed` nodes stay where they are.
 *
 * Radii and the margin between two nodes are in pixels, and `unit` is how much of the plane one pixel shows.
 */
export function separate(
  places: Float32Array,
  radii: Float32Array,
  margin: number,
  unit: number,
  fixed: ReadonlySet<number> | null,
): void {
  const count = radii.length;
  if (count > MOST) return;
  const widest = 2 * (radii.reduce((most, radius) => Math.max(most, radius), 0) + margin) * unit;
  for (let round = 0; round < ROUNDS; round++) {
    const cells = sortIntoCells(places, count, widest);
    let moved = false;
    for (let node = 0; node < count; node++)
      for (const other of near(cells, places, node, widest))
        if (other > node && push(places, node, other, (radii[node]! + radii[other]! + margin) * unit, fixed)) moved = true;
    if (!moved) return;
  }
}

/** Move two nodes apart if they are nearer than `least`, and tell whether they were. */
function push(
  places: Float32Array,
  node: number,
  other: number,
  least: number,
  fixed: ReadonlySet<number> | null,
): boolean {
  const [node_stays, other_stays] = [fixed?.has(node) ?? false, fixed?.has(other) ?? false];
  if (node_stays && other_stays) return false;
  let [x, y] = [places[2 * other]! - places[2 * node]!, places[2 * other + 1]! - places[2 * node + 1]!];
  let far = Math.hypot(x, y);
  if (far >= least * 0.999) return false;
  if (far < 1e-9) [x, y, far] = [Math.cos(node + other), Math.sin(node + other), 1];
  const by = (least - Math.min(far, least)) / far;
  const share = node_stays ? 0 : other_stays ? 1 : 0.5;
  places[2 * node]! -= x * by * share;
  places[2 * node + 1]! -= y * by * share;
  places[2 * other]! += x * by * (1 - share);
  places[2 * other + 1]! += y * by * (1 - share);
  return true;
}

function sortIntoCells(places: Float32Array, count: number, width: number): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (let node = 0; node < count; node++) {
    const key = `${Math.floor(places[2 * node]! / width)},${Math.floor(places[2 * node + 1]! / width)}`;
    const cell = cells.get(key);
    if (cell) cell.push(node);
    else cells.set(key, [node]);
  }
  return cells;
}

function* near(cells: Map<string, number[]>, places: Float32Array, node: number, width: number): Generator<number> {
  const [column, row] = [Math.floor(places[2 * node]! / width), Math.floor(places[2 * node + 1]! / width)];
  for (let left = column - 1; left <= column + 1; left++)
    for (let top = row - 1; top <= row + 1; top++) yield* cells.get(`${left},${top}`) ?? [];
}
