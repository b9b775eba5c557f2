/** The mark of a kind of entities, as the picture draws them: a disc, or a ring for concepts. */

import type { Node } from "../types";
import { colourOf, isHollow } from "./style";

export function Dot({ colour, type }: { colour: string; type: string }) {
  const style = isHollow(type) ? { borderColor: colour } : { borderColor: colour, background: colour };
  return <span class="network-dot" style={style} aria-hidden="true" />;
}

export function NodeDot({ node }: { node: Node }) {
  return <Dot colour={colourOf(node, "type")} type={node.type} />;
}
