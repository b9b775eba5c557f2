/** The picture on the page: makes the drawing, keeps it in step with the state, and listens to keys. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Stage } from "./arrange";
import type { Visible } from "./filters";
import { startLayout } from "./layout";
import { type Disc, type Handlers, MARGIN, Picture } from "./picture";
import { completePlaces, type Place } from "./places";
import { radiusOf } from "./style";
import { hasWebGL } from "./webgl";

interface Props {
  visible: Visible;
  discs: Disc[];
  communities: ReadonlyMap<string, number>;
  selected: string | null;
  pinned: ReadonlySet<string>;
  handlers: Handlers & { onHide(id: string): void; onPin(id: string): void };
  /** Counts up when everything is to be laid out anew. */
  fresh: number;
  /** Where entities stand; kept while the list is shown instead. */
  places: { current: Map<string, Place> };
}

/** If less than this part of the entities stood in the picture before, all are laid out anew. */
const KNOWN = 0.5;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function Drawing({ visible, discs, communities, selected, pinned, handlers, fresh, places }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture | null>(null);
  const shownFresh = useRef(fresh);
  const stop = useRef<() => void>(() => undefined);
  const isArranging = useRef(false);
  const canDraw = useMemo(hasWebGL, []);
  const listener = useRef(handlers);
  listener.current = handlers;
  const [isBusy, setBusy] = useState(true);
  const [themes, setThemes] = useState(0);

  useEffect(() => {
    if (!element.current) return;
    picture.current = new Picture(element.current, followed(listener, places), isStill());
    return () => {
      stop.current();
      picture.current?.kill();
    };
  }, []);

  useEffect(() => watchTheme(() => {
    picture.current?.setTheme();
    setThemes((count) => count + 1);
  }), []);

  useEffect(() => {
    if (!picture.current) return;
    const stage = stageOf(element.current!);
    const radii = Float32Array.from(discs, ({ weight }) => radiusOf(weight, discs.length, stage));
    const scene = { discs, radii, bundles: visible.bundles, pinned };
    const known = discs.filter(({ id }) => places.current.has(id)).length;
    const isNew = shownFresh.current !== fresh || known < KNOWN * discs.length;
    shownFresh.current = fresh;
    if (!isNew) {
      if (known < discs.length)
        places.current = completePlaces(discs, radii, visible.bundles, places.current, stage);
      picture.current.show(scene, places.current);
      setBusy(isArranging.current);
      return;
    }
    stop.current();
    isArranging.current = true;
    setBusy(true);
    let isDrawn = false;
    stop.current = startLayout({ ...taskOf(discs, visible, communities), radii, stage }, (found, isDone) => {
      if (!isDone && isStill()) return;
      discs.forEach(({ id }, index) => {
        const stays = pinned.has(id) && places.current.has(id);
        if (!stays) places.current.set(id, { x: found[2 * index]!, y: found[2 * index + 1]! });
      });
      if (isDrawn) picture.current?.move(places.current);
      else picture.current?.show(scene, places.current);
      if (!isDrawn) picture.current?.fit();
      isDrawn = true;
      isArranging.current = !isDone;
      setBusy(!isDone);
    });
  }, [discs, visible, fresh, themes, pinned]);

  useEffect(() => picture.current?.select(selected), [selected, discs]);
  useEffect(() => {
    if (selected && !selected.includes("|")) picture.current?.bring(selected);
  }, [selected]);

  if (!canDraw) return <NoPicture />;
  return (
    <div class="network-drawing">
      <div
        ref={element}
        class="network-canvas"
        tabIndex={0}
        role="group"
        aria-roledescription="drawing"
        aria-label={`Drawing of ${discs.length} entities. Arrow keys go from one to the next, Enter shows more neighbours, H hides, P pins, plus and minus zoom, F fits. The list beside it holds the same.`}
        aria-busy={isBusy}
        onKeyDown={(event) => {
          if (picture.current && onKey(event, picture.current, selected, listener.current)) event.preventDefault();
        }}
      />
      <div class="network-buttons">
        <button type="button" aria-label="Zoom in" onClick={() => picture.current?.zoom(1.5)}>+</button>
        <button type="button" aria-label="Zoom out" onClick={() => picture.current?.zoom(1 / 1.5)}>−</button>
        <button type="button" aria-label="Fit the whole picture" title="Fit" onClick={() => picture.current?.fit()}>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d="M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9" fill="none" stroke="currentColor" stroke-width="1.6" />
          </svg>
        </button>
      </div>
      {isBusy && <p class="network-busy">arranging …</p>}
    </div>
  );
}

function NoPicture() {
  return (
    <div class="network-drawing network-no-picture" role="alert">
      <p>
        <strong>This browser draws no WebGL, so there is no picture.</strong> The list holds all that the picture would
        show.
      </p>
    </div>
  );
}

/** The handlers of the moment; what is dragged keeps its place. */
function followed(
  listener: { current: Props["handlers"] },
  places: { current: Map<string, Place> },
): Handlers {
  return {
    onNode: (id) => listener.current.onNode(id),
    onExpand: (id) => listener.current.onExpand(id),
    onLine: (bundle) => listener.current.onLine(bundle),
    onGround: () => listener.current.onGround(),
    onMoved: (id, place) => {
      places.current.set(id, place);
      listener.current.onMoved(id, place);
    },
  };
}

/** The room that discs have: names need some at the sides. */
function stageOf({ clientWidth, clientHeight }: HTMLElement): Stage {
  return { width: Math.max(clientWidth - 2 * MARGIN, 200), height: Math.max(clientHeight - 2 * MARGIN, 200) };
}

function taskOf(discs: readonly Disc[], visible: Visible, communities: ReadonlyMap<string, number>) {
  const index = new Map(discs.map(({ id }, place) => [id, place]));
  const pairs = new Set(visible.bundles.map(({ source, target }) => `${source}|${target}`));
  const links = new Uint32Array(2 * pairs.size);
  let at = 0;
  for (const pair of pairs) for (const id of pair.split("|")) links[at++] = index.get(id)!;
  return {
    count: discs.length,
    links,
    communities: Int32Array.from(discs, ({ id }) => communities.get(id) ?? -1),
  };
}

/** Do what a key asks for; whether it asks for anything. */
function onKey(event: KeyboardEvent, picture: Picture, selected: string | null, handlers: Props["handlers"]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrow = ARROWS[event.key];
  const entity = selected !== null && !selected.includes("|") ? selected : null;
  if (arrow && event.shiftKey) picture.pan(arrow[0], -arrow[1]);
  else if (arrow) {
    const next = picture.next(entity, ...arrow);
    if (next) handlers.onNode(next);
  } else if (event.key === "+" || event.key === "=") picture.zoom(1.5);
  else if (event.key === "-") picture.zoom(1 / 1.5);
  else if (event.key === "f") picture.fit();
  else if (event.key === "Escape") handlers.onGround();
  else if (entity && event.key === "Enter") handlers.onExpand(entity);
  else if (entity && event.key === "h") handlers.onHide(entity);
  else if (entity && event.key === "p") handlers.onPin(entity);
  else return false;
  return true;
}

/** Call back when the theme changes, by the system or by the page; what comes back stops that. */
function watchTheme(onChange: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", onChange);
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true });
  return () => {
    dark.removeEventListener("change", onChange);
    observer.disconnect();
  };
}
