/** The picture of a network with all that belongs to it: search, filters, the list, and what is selected. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { tellCount, tellNumber } from "../words";
import { Controls, Legend } from "./Controls";
import { Drawing } from "./Drawing";
import { neighboursOf, type Visible, visible as visibleOf, wantedEdges } from "./filters";
import { List } from "./List";
import { Model } from "./model";
import "./network.css";
import type { Disc } from "./picture";
import { Search } from "./Search";
import { type Actions, Sidebar } from "./Sidebar";
import type { NetworkSource } from "./source";
import type { NetworkState } from "./state";
import { colourOf, isHollow, measure } from "./style";

/** A phone shows so much of what a wide screen begins with. */
const SMALL = 0.4;

const TAKEN = "those that most documents state; more come with the entities that you expand";

export interface NetworkViewProps {
  source: NetworkSource;
  state: NetworkState;
  onState(state: NetworkState): void;
}

export function NetworkView({ source, state, onState }: NetworkViewProps) {
  const [model, setModel] = useState<Model | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    source.whole().then(
      (network) => isWanted && setModel(new Model(network)),
      (error: unknown) => isWanted && setFailure(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [source]);
  if (failure !== null) return <p role="alert">{failure}</p>;
  if (model === null) return <p class="network-loading">Reading the graph …</p>;
  return <Loaded {...{ source, state, onState, model }} />;
}

function Loaded({ source, state, onState, model }: NetworkViewProps & { model: Model }) {
  const latest = useRef(state);
  latest.current = state;
  const change = (part: Partial<NetworkState>): void => onState({ ...latest.current, ...part });
  const [version, fetchAround] = useFetched(source, model, [state.focus, state.selected, ...state.expanded]);
  const isWide = useWide();
  const { visible, facts } = useVisible(model, state, version, isWide);
  const side = useRef<HTMLElement>(null);
  const [isList, setList] = useState(false);
  const [fresh, setFresh] = useState(0);
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const discs = useMemo(() => discsOf(visible.nodes, state, facts), [visible, state.size, state.colour]);
  const communities = useMemo(
    () => new Map(visible.nodes.map((node) => [node.id, node.community ?? -1])),
    [visible],
  );
  const shown = useRef(visible);
  shown.current = visible;
  const actions = makeActions({ model, latest, shown, change, setPinned, fetchAround });
  const types = useMemo(() => new Set(visible.nodes.map((node) => node.type)), [visible]);
  return (
    <div class="network">
      <div class="network-bar">
        <Search model={model} version={version} onFound={actions.select} />
        <div class="network-tabs" role="group" aria-label="Shown as">
          <button type="button" aria-pressed={!isList} onClick={() => setList(false)}>
            Picture
          </button>
          <button type="button" aria-pressed={isList} onClick={() => setList(true)}>
            List
          </button>
        </div>
        <Notice {...{ source, model, visible, state }} onAll={() => actions.focus(null)} />
      </div>
      <details class="network-filters" open={isWide}>
        <summary>Filters and legend</summary>
        <Controls {...{ model, version, state, change }} onFresh={() => setFresh(fresh + 1)} />
      </details>
      <div class="network-stage">
        {visible.nodes.length === 0 ? (
          <p class="network-empty">Nothing passes the filters.</p>
        ) : isList ? (
          <List {...{ model, visible, facts, source }} onSelect={actions.select} onExpand={actions.expand} />
        ) : (
          <>
            <Drawing
              {...{ visible, discs, communities, fresh, pinned }}
              selected={state.selected}
              handlers={{
                onNode: (id) => (latest.current.selected === id ? actions.expand(id) : actions.select(id)),
                onExpand: actions.expand,
                onLine: ({ source: first, target: second }) => actions.select(`${first}|${second}`),
                onGround: () => actions.select(null),
                onMoved: (id) => setPinned((before) => new Set(before).add(id)),
                onHide: actions.hide,
                onPin: actions.pin,
              }}
            />
            {state.selected !== null && (
              <button type="button" class="network-peek" onClick={() => side.current?.scrollIntoView()}>
                Read the facts ↓
              </button>
            )}
            <Legend model={model} types={types} by={state.colour} />
          </>
        )}
      </div>
      <aside ref={side} class="network-side" aria-label="What is selected">
        <Sidebar {...{ model, state, visible, pinned, source, actions }} />
      </aside>
      <p class="visually-hidden" role="status">
        {announce(model, state)}
      </p>
    </div>
  );
}

/** Whether there is room for the filters beside the picture. */
function useWide(): boolean {
  const query = useMemo(() => matchMedia("(min-width: 60rem)"), []);
  const [isWide, setWide] = useState(query.matches);
  useEffect(() => {
    const onChange = (): void => setWide(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return isWide;
}

/** What is shown for a state, and how many shown facts each entity has. */
function useVisible(model: Model, state: NetworkState, version: number, isWide: boolean) {
  const wanted = useMemo(
    () => wantedEdges(model, state),
    [model, version, state.statuses.join(), state.types.join(), state.predicates.join(), state.since, state.until, state.community],
  );
  return useMemo(() => {
    const visible = visibleOf(model, state, wanted, isWide ? 1 : SMALL);
    const facts = new Map<string, number>();
    for (const { source, target, edges } of visible.bundles)
      for (const id of [source, target]) facts.set(id, (facts.get(id) ?? 0) + edges.length);
    return { visible, facts };
  }, [wanted, isWide, state.focus, state.amount, state.expanded.join(), state.added.join(), state.hidden.join()]);
}

/** Fetch what joins entities to others, each once; returns how often something new came, and what fetches more. */
function useFetched(source: NetworkSource, model: Model, ids: (string | null)[]): [number, (id: string) => void] {
  const [version, setVersion] = useState(0);
  const asked = useRef(new Set<string>());
  const fetchAround = (id: string): void => {
    if (!model.sampled || asked.current.has(id)) return;
    asked.current.add(id);
    source.neighbours(id)?.then(
      (network) => model.merge(network) && setVersion((before) => before + 1),
      () => asked.current.delete(id),
    );
  };
  useEffect(() => {
    for (const id of ids) if (id !== null && !id.includes("|")) fetchAround(id);
  }, [ids.join()]);
  return [version, fetchAround];
}

function discsOf(
  nodes: Visible["nodes"],
  state: NetworkState,
  facts: ReadonlyMap<string, number>,
): Disc[] {
  const most = nodes.reduce((found, node) => Math.max(found, measure(node, state.size, facts)), 0);
  return nodes.map((node) => ({
    id: node.id,
    label: node.label,
    weight: most > 0 ? measure(node, state.size, facts) / most : 0,
    colour: colourOf(node, state.colour),
    isHollow: isHollow(node.type),
  }));
}

interface Hands {
  model: Model;
  latest: { current: NetworkState };
  shown: { current: Visible };
  change(part: Partial<NetworkState>): void;
  setPinned(update: (before: ReadonlySet<string>) => ReadonlySet<string>): void;
  fetchAround(id: string): void;
}

function makeActions({ model, latest, shown, change, setPinned, fetchAround }: Hands): Actions {
  const without = (ids: readonly string[], id: string): string[] => ids.filter((other) => other !== id);
  return {
    select: (id) => {
      const { added, hidden } = latest.current;
      if (id === null || id.includes("|") || shown.current.ids.has(id)) change({ selected: id });
      else change({ selected: id, added: [...added, id], hidden: without(hidden, id) });
    },
    expand: (id) => {
      fetchAround(id);
      const { expanded, hidden } = latest.current;
      const gone = new Set(neighboursOf(model, latest.current, id).map((node) => node.id));
      change({ expanded: [...expanded, id], hidden: hidden.filter((other) => !gone.has(other)), selected: id });
    },
    collapse: (id) => change({ expanded: without(latest.current.expanded, id) }),
    hide: (id) => {
      const { added, expanded, hidden, focus } = latest.current;
      change({
        hidden: [...hidden, id],
        added: without(added, id),
        expanded: without(expanded, id),
        focus: focus === id ? null : focus,
        selected: null,
      });
    },
    pin: (id) =>
      setPinned((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    focus: (id) => change({ focus: id, selected: id, expanded: [], added: [] }),
    community: (id) => change({ community: id, selected: null }),
  };
}

/** How much of the graph is shown, openly. */
function Notice({ source, model, visible, state, onAll }: {
  source: NetworkSource;
  model: Model;
  visible: Visible;
  state: NetworkState;
  onAll(): void;
}) {
  const focus = state.focus === null ? undefined : model.nodes.get(state.focus);
  return (
    <p class="network-notice">
      {tellNumber(visible.nodes.length)} of {tellCount(model.total.nodes, "entity", "entities")},{" "}
      {tellNumber(visible.facts)} of {tellCount(model.total.edges, "fact")}
      {focus && (
        <>
          {" "}
          around <strong>{focus.label}</strong>{" "}
          <button type="button" onClick={onAll}>
            show the whole
          </button>
        </>
      )}
      {model.sampled && (
        <span class="network-sampled">
          {" "}
          This is a sample: {tellNumber(model.shown.edges)} of {tellCount(model.total.edges, "fact")},{" "}
          {source.taken ?? TAKEN}.
        </span>
      )}
    </p>
  );
}

function announce(model: Model, state: NetworkState): string {
  if (state.selected === null) return "";
  const names = state.selected.split("|").map((id) => model.nodes.get(id)?.label ?? id);
  return `Selected: ${names.join(" and ")}`;
}
