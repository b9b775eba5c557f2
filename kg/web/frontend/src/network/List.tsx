/** What the picture shows, as tables: for keyboards, for readers of screens, and where there is no picture. */

import { useState } from "preact/hooks";
import type { Edge, Node } from "../types";
import { tellCount, tellNumber } from "../words";
import { FactItem } from "./facts";
import type { Visible } from "./filters";
import type { Model } from "./model";
import { NodeDot } from "./Dot";
import type { NetworkSource } from "./source";

const PAGE = 100;

interface Props {
  model: Model;
  visible: Visible;
  facts: ReadonlyMap<string, number>;
  source: NetworkSource;
  onSelect(id: string): void;
  onExpand(id: string): void;
}

export function List({ model, visible, facts, source, onSelect, onExpand }: Props) {
  const edges = visible.bundles.flatMap((bundle) => bundle.edges);
  return (
    <div class="network-list" tabIndex={0} role="region" aria-label="List of what is shown">
      <h2>{tellCount(visible.nodes.length, "entity", "entities")}</h2>
      <Entities {...{ visible, facts, onSelect, onExpand }} />
      <h2>{tellCount(edges.length, "fact")}</h2>
      <Facts {...{ edges, model, source }} />
    </div>
  );
}

function Entities({ visible, facts, onSelect, onExpand }: Pick<Props, "visible" | "facts" | "onSelect" | "onExpand">) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Entity</th>
            <th scope="col">Type</th>
            <th scope="col" class="is-number">Facts</th>
            <th scope="col" class="is-number">Mentions</th>
            <th scope="col">
              <span class="visually-hidden">Neighbours</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {visible.nodes.slice(0, shown).map((node: Node) => (
            <tr key={node.id}>
              <th scope="row">
                <button type="button" class="network-name" onClick={() => onSelect(node.id)}>
                  <NodeDot node={node} /> {node.label}
                </button>
              </th>
              <td>{node.type}</td>
              <td class="is-number">{tellNumber(facts.get(node.id) ?? 0)}</td>
              <td class="is-number">{tellNumber(node.mentions)}</td>
              <td>
                <button type="button" aria-label={`Expand ${node.label}`} onClick={() => onExpand(node.id)}>
                  Expand
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More rest={visible.nodes.length - shown} onMore={() => setShown(shown + PAGE)} />
    </>
  );
}

function Facts({ edges, model, source }: { edges: readonly Edge[] } & Pick<Props, "model" | "source">) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <ul class="network-facts">
        {edges.slice(0, shown).map((edge) => (
          <FactItem key={edge.id} {...{ edge, model, source }} />
        ))}
      </ul>
      <More rest={edges.length - shown} onMore={() => setShown(shown + PAGE)} />
    </>
  );
}

function More({ rest, onMore }: { rest: number; onMore(): void }) {
  if (rest <= 0) return null;
  return (
    <button type="button" class="network-more" onClick={onMore}>
      {tellNumber(rest)} more
    </button>
  );
}
