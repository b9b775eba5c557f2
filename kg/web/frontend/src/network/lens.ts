/**
 * What lies over the drawing: names, words along lines, and whatever is lit up.
 *
 * To light up an entity, the whole drawing is dimmed by its style sheet and the entity with its neighbours is drawn
 * over it: that takes the same time however large the network is.
 */

import type Graph from "graphology";
import type Sigma from "sigma";
import { Labels } from "./labels";
import { type Bundle, predicateName } from "./model";
import { HEAD_LENGTH, HEAD_WIDTH } from "./program";
import { DASHES, type Theme } from "./style";

interface Spot {
  x: number;
  y: number;
  radius: number;
}

/** Lines and entities that are lit up, and the entity whose neighbourhood they are. */
interface Lit {
  nodes: string[];
  lines: Bundle[];
  middle: string | null;
}

/** Words stand along lines where there are at most so many of them. */
const WORDED = 700;
/** As many lines are lit up at most; the heaviest first. */
const LIT = 400;
/** As many names are written beside what is lit up. */
const NAMED = 60;

export class Lens {
  private readonly context: CanvasRenderingContext2D;
  private readonly labels: Labels;
  private graph: Graph | null = null;
  private bundles = new Map<string, Bundle>();
  private wishes: { key: string; label: string; x: number; y: number; radius: number }[] = [];
  private hovered: string | null = null;
  private hoveredLine: string | null = null;
  private selected: string | null = null;
  private frame = 0;
  private pointFrame = 0;

  constructor(
    private readonly sigma: Sigma,
    private readonly theme: () => Theme,
  ) {
    sigma.createCanvasContext("lens", { style: { pointerEvents: "none" } });
    this.context = sigma.getCanvases()["lens"]!.getContext("2d")!;
    this.labels = new Labels(this.context, theme);
    sigma.on("beforeRender", () => (this.wishes = []));
    sigma.on("afterRender", () => this.draw());
    sigma.resize(true);
  }

  setScene(graph: Graph, bundles: Map<string, Bundle>): void {
    this.graph = graph;
    this.bundles = bundles;
    this.hovered = this.hoveredLine = null;
  }

  /** Note that sigma would write a name here. */
  wish(data: { key?: string; label: string | null; x: number; y: number; size: number }): void {
    if (data.label) this.wishes.push({ key: data.key ?? "", label: data.label, x: data.x, y: data.y, radius: data.size });
  }

  hover(id: string | null): void {
    this.hovered = id;
    this.schedule();
  }

  select(selected: string | null): void {
    this.selected = selected;
    this.schedule();
  }

  /** Light up the line under the pointer. */
  point(x: number, y: number, reach: number): void {
    if (this.pointFrame) return;
    this.pointFrame = requestAnimationFrame(() => {
      this.pointFrame = 0;
      const line = this.hovered ? null : (this.lineAt(x, y, reach)?.id ?? null);
      this.sigma.getContainer().style.cursor = line || this.hovered ? "pointer" : "";
      if (line === this.hoveredLine) return;
      this.hoveredLine = line;
      this.schedule();
    });
  }

  /** The line nearest to a place on the screen, if it is within reach. */
  lineAt(x: number, y: number, reach: number): Bundle | null {
    let [best, least] = [null as Bundle | null, reach];
    const spots = new Map<string, Spot>();
    this.graph?.forEachEdge((id, attributes, source, target) => {
      const [start, end] = [this.spotOf(source, spots), this.spotOf(target, spots)];
      if (Math.min(start.x, end.x) - reach > x || Math.max(start.x, end.x) + reach < x) return;
      if (Math.min(start.y, end.y) - reach > y || Math.max(start.y, end.y) + reach < y) return;
      const far = distance(x, y, start, end, Number(attributes["beside"]));
      if (far < least) [best, least] = [this.bundles.get(id) ?? null, far];
    });
    return best;
  }

  kill(): void {
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.pointFrame);
  }

  private schedule(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { width, height } = this.sigma.getDimensions();
    this.context.clearRect(0, 0, width, height);
    this.labels.clear(width, height);
    const lit = this.lit(this.hovered ?? this.selected);
    this.sigma.getContainer().classList.toggle("is-dimmed", lit !== null);
    if (lit) this.drawLit(lit);
    else this.drawNames();
    const pointed = this.lit(this.hoveredLine);
    if (pointed) this.drawPointed(pointed);
  }

  /** What is lit up: the lines, and the entities with the most important first. */
  private lit(subject: string | null): Lit | null {
    const graph = this.graph;
    if (!graph || subject === null) return null;
    if (graph.hasNode(subject)) {
      const lines = graph.edges(subject).map((id) => this.bundles.get(id)!);
      lines.sort((first, second) => second.edges.length - first.edges.length);
      const neighbours = new Set(lines.slice(0, LIT).flatMap((line) => [line.source, line.target]));
      neighbours.delete(subject);
      const nodes = [...neighbours].sort((first, second) => this.sizeOf(second) - this.sizeOf(first));
      return { nodes: [subject, ...nodes], lines: lines.slice(0, LIT), middle: subject };
    }
    const [source, target] = subject.split("|");
    const lines = [...this.bundles.values()].filter(
      (line) => line.id === subject || (subject === `${source}|${target}` && line.source === source && line.target === target),
    );
    return lines[0] ? { nodes: [lines[0].source, lines[0].target], lines, middle: null } : null;
  }

  private sizeOf(id: string): number {
    return Number(this.graph?.getNodeAttribute(id, "size"));
  }

  private drawNames(): void {
    const wishes = this.wishes.sort((first, second) => second.radius - first.radius || (first.key < second.key ? -1 : 1));
    for (const wish of wishes) this.labels.keepOff(wish);
    const named = new Set<string>();
    for (const wish of wishes) if (this.labels.writeName(wish)) named.add(wish.key);
    if (this.bundles.size > WORDED) return;
    for (const line of this.bundles.values())
      if (named.has(line.source) && named.has(line.target)) this.writeWords(line, new Map());
  }

  /** Draw the line under the pointer and its ends over all else. */
  private drawPointed({ nodes, lines }: Lit): void {
    const spots = new Map<string, Spot>();
    for (const line of lines) this.drawLine(line, spots);
    for (const id of nodes) this.drawDisc(id, spots, false);
    const { width, height } = this.sigma.getDimensions();
    this.labels.clear(width, height);
    for (const id of nodes) {
      const label = this.graph!.getNodeAttribute(id, "label") as string;
      this.labels.writeName({ label, ...this.spotOf(id, spots) }, true);
    }
    for (const line of lines) this.writeWords(line, spots);
  }

  private drawLit({ nodes, lines, middle }: Lit): void {
    const spots = new Map<string, Spot>();
    for (const line of lines) this.drawLine(line, spots);
    for (const id of nodes) this.drawDisc(id, spots, id === middle);
    nodes.slice(0, NAMED).forEach((id, place) => {
      const label = this.graph!.getNodeAttribute(id, "label") as string;
      this.labels.writeName({ label, ...this.spotOf(id, spots) }, place === 0 || middle === null);
    });
    for (const line of lines) this.writeWords(line, spots);
  }

  private drawLine(line: Bundle, spots: Map<string, Spot>): void {
    const [start, end] = [this.spotOf(line.source, spots), this.spotOf(line.target, spots)];
    const attributes = this.graph!.getEdgeAttributes(line.id);
    const far = Math.hypot(end.x - start.x, end.y - start.y);
    if (far < start.radius + end.radius) return;
    const width = Math.max(1.4, Number(attributes["size"]) * Math.sqrt(this.sigma.scaleSize(1)));
    const context = this.context;
    context.save();
    context.translate(start.x, start.y);
    context.rotate(Math.atan2(end.y - start.y, end.x - start.x));
    context.translate(0, -Number(attributes["beside"]));
    context.strokeStyle = context.fillStyle = line.status === "negated" ? this.theme().negated : this.theme().text;
    context.lineWidth = width;
    const [from, to] = [start.radius + 1, far - end.radius - 1];
    const head = HEAD_LENGTH + width;
    context.setLineDash([...DASHES[line.status]]);
    context.beginPath();
    context.moveTo(from + (line.backward ? head * 0.8 : 0), 0);
    context.lineTo(to - (line.forward ? head * 0.8 : 0), 0);
    context.stroke();
    if (line.forward) fillHead(context, to, -head, HEAD_WIDTH + width / 2);
    if (line.backward) fillHead(context, from, head, HEAD_WIDTH + width / 2);
    context.restore();
  }

  private drawDisc(id: string, spots: Map<string, Spot>, isMiddle: boolean): void {
    const { x, y, radius } = this.spotOf(id, spots);
    const context = this.context;
    context.beginPath();
    context.arc(x, y, Math.max(radius, 3) + (isMiddle ? 2 : 0), 0, 2 * Math.PI);
    context.fillStyle = this.graph!.getNodeAttribute(id, "color") as string;
    context.fill();
    context.lineWidth = isMiddle ? 3 : 1.5;
    context.strokeStyle = isMiddle ? this.theme().text : (this.graph!.getNodeAttribute(id, "ring") as string);
    context.stroke();
    this.labels.keepOff({ x, y, radius });
  }

  private writeWords(line: Bundle, spots: Map<string, Spot>): void {
    const [start, end] = [this.spotOf(line.source, spots), this.spotOf(line.target, spots)];
    const beside = Number(this.graph!.getEdgeAttribute(line.id, "beside"));
    const colour = line.status === "negated" ? this.theme().negated : this.theme().text;
    this.labels.writeWords({ label: wordsOf(line), start, end, beside }, colour);
  }

  private spotOf(id: string, spots: Map<string, Spot>): Spot {
    let spot = spots.get(id);
    if (!spot) {
      const data = this.sigma.getNodeDisplayData(id);
      const place = data ? this.sigma.framedGraphToViewport(data) : { x: -1e4, y: -1e4 };
      spot = { x: place.x, y: place.y, radius: data ? this.sigma.scaleSize(data.size) : 0 };
      spots.set(id, spot);
    }
    return spot;
  }
}

/** "oppose", "not sign", "oppose ×3", "oppose +2": the commonest predicate, and how many facts say it or another. */
export function wordsOf(line: Bundle): string {
  const counts = new Map<string, number>();
  for (const edge of line.edges) {
    const name = (edge.polarity === "negative" ? "not " : "") + predicateName(edge.predicate);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [[name, count]] = [...counts].sort((first, second) => second[1] - first[1]) as [[string, number]];
  const others = line.edges.length - count;
  return name + (count > 1 ? ` ×${count}` : "") + (others > 0 ? ` +${others}` : "");
}

function fillHead(context: CanvasRenderingContext2D, tip: number, length: number, wide: number): void {
  context.beginPath();
  context.moveTo(tip, 0);
  context.lineTo(tip + length, wide);
  context.lineTo(tip + length, -wide);
  context.fill();
}

/** How far a place is from a line that runs `beside` pixels beside the straight one between two spots. */
function distance(x: number, y: number, start: Spot, end: Spot, beside: number): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const far = Math.hypot(dx, dy) || 1;
  const [left, top] = [x - start.x - (dy / far) * beside, y - start.y + (dx / far) * beside];
  const along = Math.max(0, Math.min(1, (left * dx + top * dy) / (far * far)));
  return Math.hypot(left - along * dx, top - along * dy);
}
