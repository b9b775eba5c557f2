/** The drawing: sigma draws lines and discs, and we draw names and what is lit up. */

import "./webgl";
import Graph from "graphology";
import Sigma from "sigma";
import type { Bundle } from "./model";
import { Lens } from "./lens";
import { DiscProgram, LineProgram, withoutLines } from "./program";
import { DASHES, opacityOf, readTheme, type Theme, widthOf, withOpacity } from "./style";

export interface Disc {
  id: string;
  label: string;
  /** Between 0 and 1. */
  weight: number;
  colour: string;
  /** Whether it is drawn as a ring: a concept, which is no name. */
  isHollow: boolean;
}

export interface Scene {
  discs: Disc[];
  bundles: Bundle[];
  radii: Float32Array;
  pinned: ReadonlySet<string>;
}

/** A place to begin with, or to stay at. */
export type Places = ReadonlyMap<string, { x: number; y: number }>;

export interface Handlers {
  onNode(id: string): void;
  onExpand(id: string): void;
  onLine(bundle: Bundle): void;
  onGround(): void;
  onMoved(id: string, place: { x: number; y: number }): void;
}

/** Pixels around the discs. */
export const MARGIN = 48;
/** Pixels between two lines that join the same two entities. */
const BESIDE = 5;
/** So near has the pointer to be to a line, in pixels. */
const REACH = 7;
/** Milliseconds between two pictures of a movement that are too many, and those after which it is another movement. */
const [SLOW, PAUSE] = [60, 400];
/** After so many slow pictures in a row lines are left out of a movement, and from so many lines on from its start. */
const [LATE, MANY] = [4, 8000];
const REST = 150;
const ZOOM_MS = 220;

export class Picture {
  private readonly sigma: Sigma;
  private graph = new Graph({ multi: true, type: "directed" });
  private bundles = new Map<string, Bundle>();
  private theme: Theme;
  private readonly lens: Lens;
  private readonly observer: ResizeObserver;
  private dragged: string | null = null;
  private hasMoved = false;
  private timer = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly handlers: Handlers,
    private readonly isStill: boolean,
  ) {
    this.theme = readTheme(container);
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      edgeProgramClasses: { line: LineProgram },
      defaultNodeType: "disc",
      nodeProgramClasses: { disc: DiscProgram },
      nodeHoverProgramClasses: { disc: DiscProgram },
      defaultDrawNodeHover: () => undefined,
      defaultDrawNodeLabel: (_, data) => this.lens.wish(data),
      enableEdgeEvents: false,
      labelDensity: 2.5,
      labelGridCellSize: 70,
      labelRenderedSizeThreshold: 2.5,
      minCameraRatio: 0.02,
      maxCameraRatio: 3,
      stagePadding: MARGIN,
      zoomDuration: isStill ? 0 : ZOOM_MS,
      inertiaDuration: isStill ? 0 : 200,
    });
    this.lens = new Lens(this.sigma, () => this.theme);
    this.observer = new ResizeObserver(() => this.sigma.refresh({ schedule: true }));
    this.observer.observe(container);
    this.listen();
  }

  /** Draw a scene, each disc at its place. */
  show(scene: Scene, places: Places): void {
    const graph = new Graph({ multi: true, type: "directed" });
    // The largest last, so that they lie above the others.
    for (let index = scene.discs.length - 1; index >= 0; index--) {
      const disc = scene.discs[index]!;
      const place = places.get(disc.id) ?? { x: 0, y: 0 };
      graph.addNode(disc.id, {
        ...place,
        label: disc.label,
        size: scene.radii[index],
        color: disc.isHollow ? this.theme.background : disc.colour,
        ring: scene.pinned.has(disc.id) ? this.theme.text : disc.isHollow ? disc.colour : this.theme.background,
      });
    }
    this.bundles = new Map(scene.bundles.map((bundle) => [bundle.id, bundle]));
    const opacity = opacityOf(scene.bundles.length);
    for (const { bundle, beside } of setBeside(scene.bundles))
      graph.addEdgeWithKey(bundle.id, bundle.source, bundle.target, {
        size: widthOf(bundle.edges.length),
        color: this.colourOf(bundle, opacity),
        dash: DASHES[bundle.status].length === 0 ? 0 : bundle.status === "reported" ? 1 : 2,
        forward: bundle.forward,
        backward: bundle.backward,
        beside,
      });
    this.graph = graph;
    this.sigma.setGraph(graph);
    this.lens.setScene(graph, this.bundles);
    this.container.classList.add("has-picture");
  }

  private colourOf({ status }: Bundle, opacity: number): string {
    return status === "negated"
      ? withOpacity(this.theme.negated, Math.max(opacity, 0.6))
      : withOpacity(this.theme.line, opacity);
  }

  /** Move discs; those that are not named stay. */
  move(places: Places): void {
    // Without the events of graphology, after which sigma would read everything else anew as well: half the time.
    this.graph.forEachNode((id, attributes) => {
      const place = places.get(id);
      if (place) Object.assign(attributes, { x: place.x, y: place.y });
    });
    this.sigma.refresh({ partialGraph: { nodes: [], edges: [] }, schedule: true });
  }

  /** Light up an entity with its neighbours, or a line; null for nothing. */
  select(selected: string | null): void {
    this.lens.select(selected);
  }

  setTheme(): void {
    this.theme = readTheme(this.container);
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio / factor) }, { duration: this.isStill ? 0 : ZOOM_MS });
  }

  /** Show all discs, wherever they were moved to. */
  fit(): void {
    this.sigma.setCustomBBox(null);
    this.sigma.refresh({ schedule: true });
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: this.isStill ? 0 : ZOOM_MS });
  }

  pan(x: number, y: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + x * 0.1 * camera.ratio, y: camera.y + y * 0.1 * camera.ratio });
  }

  /** Bring an entity into view if it is outside or hidden under others. */
  bring(id: string): void {
    const data = this.sigma.getNodeDisplayData(id);
    if (!data) return;
    const { x, y } = this.sigma.framedGraphToViewport(data);
    const { width, height } = this.sigma.getDimensions();
    const margin = 60;
    if (x > margin && x < width - margin && y > margin && y < height - margin) return;
    void this.sigma.getCamera().animate({ x: data.x, y: data.y }, { duration: this.isStill ? 0 : ZOOM_MS });
  }

  /** The entity next to one in a direction (x to the right, y down); the nearest to the middle if there is none. */
  next(from: string | null, x: number, y: number): string | null {
    const place = (id: string) => this.sigma.framedGraphToViewport(this.sigma.getNodeDisplayData(id)!);
    const { width, height } = this.sigma.getDimensions();
    const origin = from && this.graph.hasNode(from) ? place(from) : { x: width / 2, y: height / 2 };
    let [best, least] = [null as string | null, Infinity];
    this.graph.forEachNode((id) => {
      if (id === from) return;
      const there = place(id);
      const along = (there.x - origin.x) * x + (there.y - origin.y) * y;
      const across = Math.abs((there.x - origin.x) * y - (there.y - origin.y) * x);
      if (from && along <= 0) return;
      const far = from ? along + 2 * across : Math.hypot(there.x - origin.x, there.y - origin.y);
      if (far < least) [best, least] = [id, far];
    });
    return best;
  }

  kill(): void {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.lens.kill();
    this.sigma.kill();
  }

  private listen(): void {
    const { sigma, handlers } = this;
    sigma.on("enterNode", ({ node }) => this.lens.hover(node));
    sigma.on("leaveNode", () => this.lens.hover(null));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      handlers.onExpand(node);
    });
    sigma.on("clickNode", ({ node }) => {
      if (!this.hasMoved) handlers.onNode(node);
    });
    sigma.on("clickStage", ({ event }) => {
      const line = this.lens.lineAt(event.x, event.y, REACH);
      if (line) handlers.onLine(line);
      else handlers.onGround();
    });
    sigma.on("moveBody", ({ event }) => this.lens.point(event.x, event.y, REACH));
    this.listenToDrags();
    this.watchSpeed();
  }

  /** Leave lines out while the picture moves, where it cannot keep up. */
  private watchSpeed(): void {
    const { sigma } = this;
    let [last, late] = [0, 0];
    sigma.on("beforeRender", () => {
      if ((late >= LATE || this.graph.size > MANY) && this.isMoving()) withoutLines.add(sigma);
      else withoutLines.delete(sigma);
    });
    sigma.on("afterRender", () => {
      const now = performance.now();
      const since = now - last;
      last = now;
      if (since < PAUSE && late < LATE) late = since > SLOW ? late + 1 : 0;
      // They come back when the movement is over.
      clearTimeout(this.timer);
      if (withoutLines.has(sigma)) this.timer = window.setTimeout(() => sigma.scheduleRender(), REST);
    });
  }

  private isMoving(): boolean {
    const mouse = this.sigma.getMouseCaptor();
    const isDragged = mouse.isMoving || mouse.draggedEvents > 0;
    return this.sigma.getCamera().isAnimated() || isDragged || mouse.currentWheelDirection !== 0;
  }

  private listenToDrags(): void {
    const { sigma, handlers } = this;
    sigma.on("downNode", ({ node, event }) => {
      [this.dragged, this.hasMoved] = [node, false];
      if (!("touches" in event.original)) event.preventSigmaDefault();
    });
    sigma.on("moveBody", ({ event }) => {
      if (!this.dragged) return;
      if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
      this.hasMoved = true;
      this.graph.mergeNodeAttributes(this.dragged, sigma.viewportToGraph(event));
      event.preventSigmaDefault();
    });
    const end = (): void => {
      const id = this.dragged;
      this.dragged = null;
      if (id && this.hasMoved && this.graph.hasNode(id)) {
        const { x, y } = this.graph.getNodeAttributes(id) as { x: number; y: number };
        handlers.onMoved(id, { x, y });
      }
    };
    sigma.on("upNode", end);
    sigma.on("upStage", end);
  }
}

/** The lines, each with its distance from the straight line between its ends: those of the same ends lie side by side. */
function setBeside(bundles: readonly Bundle[]): { bundle: Bundle; beside: number }[] {
  const pairs = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    const key = `${bundle.source}|${bundle.target}`;
    const pair = pairs.get(key);
    if (pair) pair.push(bundle);
    else pairs.set(key, [bundle]);
  }
  return [...pairs.values()].flatMap((pair) =>
    pair.map((bundle, place) => ({ bundle, beside: BESIDE * (place - (pair.length - 1) / 2) })),
  );
}
