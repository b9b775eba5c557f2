/** What is selected, in words: an entity with its neighbours and facts, or the facts between two; else an overview. */

import { useState } from "preact/hooks";
import { StatusLine } from "../parts/Status";
import type { Edge, Node } from "../types";
import { countStatuses, STATUSES, tellCount, tellNumber } from "../words";
import { FactList } from "./facts";
import { byImportance, passes, type Visible } from "./filters";
import { type Model, otherEnd } from "./model";
import { NodeDot } from "./Dot";
import type { NetworkSource } from "./source";
import type { NetworkState } from "./state";

/** What a reader can do to an entity. */
export interface Actions {
  select(id: string | null): void;
  expand(id: string): void;
  collapse(id: string): void;
  hide(id: string): void;
  pin(id: string): void;
  focus(id: string | null): void;
  community(id: number): void;
}

interface Props {
  model: Model;
  state: NetworkState;
  visible: Visible;
  pinned: ReadonlySet<string>;
  source: NetworkSource;
  actions: Actions;
}

const FIRST = 15;

export function Sidebar(props: Props) {
  const { model, state, source } = props;
  const [first, second] = (state.selected ?? "").split("|").map((id) => model.nodes.get(id));
  if (first && second) return <PairPanel {...props} first={first} second={second} />;
  if (first) return <EntityPanel key={first.id} {...props} node={first} />;
  return <Overview {...props} key={source.toString()} />;
}

function EntityPanel({ model, state, visible, pinned, source, actions, node }: Props & { node: Node }) {
  const edges = model.around(node.id).filter((edge) => passes(edge, state));
  const groups = byNeighbour(edges, node.id, model);
  const absent = groups.filter(([other]) => !visible.ids.has(other.id)).length;
  const href = source.entityHref(node.id);
  return (
    <section class="network-panel" aria-label={node.label}>
      <button type="button" class="network-close" aria-label="Close" onClick={() => actions.select(null)}>
        ×
      </button>
      <h2>
        <NodeDot node={node} /> {node.label}
      </h2>
      <p class="network-kind">
        {node.type} · {tellCount(edges.length, "fact")} · {tellCount(groups.length, "neighbour")} ·{" "}
        {tellCount(node.mentions, "mention")}
      </p>
      <p class="network-links">
        {href && <a href={href}>All about {node.label}</a>}
        {node.wikidata && <WikidataLink item={node.wikidata} />}
      </p>
      <div class="network-actions">
        {absent > 0 && (
          <button type="button" class="is-main" onClick={() => actions.expand(node.id)}>
            Show more neighbours ({tellNumber(absent)})
          </button>
        )}
        {state.expanded.includes(node.id) && (
          <button type="button" onClick={() => actions.collapse(node.id)}>
            Collapse
          </button>
        )}
        {state.focus === node.id ? (
          <button type="button" onClick={() => actions.focus(null)}>
            Show all again
          </button>
        ) : (
          <button type="button" onClick={() => actions.focus(node.id)}>
            Only around it
          </button>
        )}
        <button type="button" aria-pressed={pinned.has(node.id)} onClick={() => actions.pin(node.id)}>
          {pinned.has(node.id) ? "Unpin" : "Pin"}
        </button>
        <button type="button" onClick={() => actions.hide(node.id)}>
          Hide
        </button>
      </div>
      <h3>Neighbours</h3>
      {groups.length === 0 && <p>No fact that the filters let through.</p>}
      <Neighbours {...{ groups, model, source, actions, visible }} />
    </section>
  );
}

function WikidataLink({ item }: { item: string }) {
  const name = item.replace(/^.*\//, "").replace(/^wd:/, "");
  if (!/^Q\d+$/.test(name)) return null;
  return (
    <a href={`https://www.wikidata.org/wiki/${name}`} rel="noreferrer noopener" target="_blank">
      Wikidata {name} ↗
    </a>
  );
}

interface NeighboursProps {
  groups: [Node, Edge[]][];
  model: Model;
  source: NetworkSource;
  actions: Actions;
  visible: Visible;
}

function Neighbours({ groups, model, source, actions, visible }: NeighboursProps) {
  const [shown, setShown] = useState(FIRST);
  return (
    <>
      <ul class="network-neighbours">
        {groups.slice(0, shown).map(([other, edges]) => (
          <Neighbour key={other.id} {...{ other, edges, model, source, actions }} isShown={visible.ids.has(other.id)} />
        ))}
      </ul>
      {groups.length > shown && (
        <button type="button" class="network-more" onClick={() => setShown(shown + 4 * FIRST)}>
          {tellCount(groups.length - shown, "more neighbour")}
        </button>
      )}
    </>
  );
}

interface NeighbourProps extends Omit<NeighboursProps, "groups" | "visible"> {
  other: Node;
  edges: Edge[];
  isShown: boolean;
}

function Neighbour({ other, edges, model, source, actions, isShown }: NeighbourProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <div class="network-neighbour">
        <button
          type="button"
          class="network-name"
          title={isShown ? "Select" : "Put into the picture and select"}
          onClick={() => actions.select(other.id)}
        >
          <NodeDot node={other} /> {other.label}
          {!isShown && <span class="network-absent"> not in the picture</span>}
        </button>
        <button
          type="button"
          class="network-count"
          aria-expanded={isOpen}
          aria-label={`${tellCount(edges.length, "fact")} with ${other.label}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Statuses edges={edges} />
          {tellCount(edges.length, "fact")} {isOpen ? "▴" : "▾"}
        </button>
      </div>
      {isOpen && <FactList edges={edges} model={model} source={source} />}
    </li>
  );
}

function Statuses({ edges }: { edges: readonly Edge[] }) {
  const counts = countStatuses(edges);
  return (
    <>
      {STATUSES.filter((status) => counts[status]).map((status) => (
        <StatusLine key={status} status={status} />
      ))}
    </>
  );
}

function PairPanel({ model, state, source, actions, first, second }: Props & { first: Node; second: Node }) {
  const edges = model.around(first.id).filter((edge) => otherEnd(edge, first.id) === second.id && passes(edge, state));
  return (
    <section class="network-panel" aria-label={`${first.label} and ${second.label}`}>
      <button type="button" class="network-close" aria-label="Close" onClick={() => actions.select(null)}>
        ×
      </button>
      <h2 class="network-pair">
        {[first, second].map((node) => (
          <button key={node.id} type="button" class="network-name" onClick={() => actions.select(node.id)}>
            <NodeDot node={node} /> {node.label}
          </button>
        ))}
      </h2>
      <p class="network-kind">{tellCount(edges.length, "fact")} between the two; open one to read its sentence.</p>
      <FactList edges={edges} model={model} source={source} />
    </section>
  );
}

function Overview({ model, visible, actions }: Props) {
  const central = visible.nodes.filter((node) => node.type !== "Concept").sort(byImportance).slice(0, 12);
  const communities = model.communities.slice(0, 8);
  return (
    <section class="network-panel" aria-label="Overview">
      <h2 class="visually-hidden">Overview</h2>
      <p class="network-hint">
        Select an entity or a line to read the facts behind it. A second click on an entity shows more of its
        neighbours.
      </p>
      <h3>Most central</h3>
      <ol class="network-central">
        {central.map((node) => (
          <li key={node.id}>
            <button type="button" class="network-name" onClick={() => actions.select(node.id)}>
              <NodeDot node={node} /> {node.label} <small>{node.type}</small>
            </button>
          </li>
        ))}
      </ol>
      {communities.length > 1 && (
        <>
          <h3>Communities</h3>
          <ul class="network-central">
            {communities.map((community) => (
              <li key={community.id}>
                <button type="button" class="network-name" onClick={() => actions.community(community.id)}>
                  {community.label} <small>{tellNumber(community.size)}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The facts by the neighbour that they lead to: the neighbour with the most facts first, then the more important. */
function byNeighbour(edges: readonly Edge[], id: string, model: Model): [Node, Edge[]][] {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const other = otherEnd(edge, id);
    const group = groups.get(other);
    if (group) group.push(edge);
    else groups.set(other, [edge]);
  }
  return [...groups]
    .map(([other, group]): [Node, Edge[]] => [model.nodes.get(other)!, group])
    .sort((first, second) => second[1].length - first[1].length || byImportance(first[0], second[0]));
}
