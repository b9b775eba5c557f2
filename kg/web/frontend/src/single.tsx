/** The one-file page: the picture of the network that stands in it, with its state in the address. */

import { render } from "preact";
import { useState } from "preact/hooks";
import { embeddedSource, readEmbedded } from "./network/embedded";
import { NetworkView } from "./network/NetworkView";
import type { NetworkSource } from "./network/source";
import { type NetworkState, readState, writeState } from "./network/state";
import "./single.css";

interface Props {
  title: string;
  start: Record<string, string>;
  source: NetworkSource;
}

function Page({ title, start, source }: Props) {
  const [state, setState] = useState(() => readState(new URLSearchParams(location.hash.slice(1) || start)));
  const change = (next: NetworkState): void => {
    setState(next);
    remember(writeState(next).toString());
  };
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
      </header>
      <main>
        <NetworkView source={source} state={state} onState={change} />
      </main>
    </>
  );
}

/** Put the state into the address, where the page has one of its own: in a frame of a notebook it has none. */
function remember(state: string): void {
  if (location.protocol === "about:") return;
  history.replaceState(null, "", state ? `#${state}` : location.href.split("#")[0]);
}

const embedded = readEmbedded();
const root = document.getElementById("app")!;
if (embedded === null) render(<p>No network stands in this page: kg export graph.html puts one in.</p>, root);
else {
  document.title = embedded.title;
  render(<Page title={embedded.title} start={embedded.state} source={embeddedSource(embedded)} />, root);
}
