/** The picture of the graph. It is large, so it is loaded when it is asked for. */

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Heading } from "../parts/Heading";
import { navigate } from "../router";
import { served } from "../served";
import type { NetworkState } from "../network/state";

type Picture = typeof import("../network/page");

export function GraphPage({ parameters }: { parameters: URLSearchParams }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    import("../network/page").then(setPicture, () =>
      setFailure("The picture could not be loaded. Is kg serve still running?"),
    );
  }, []);
  return (
    <div class="graph-page">
      <Heading title="Graph" />
      {failure !== null && <p role="alert">{failure}</p>}
      {picture === null ? (
        failure === null && <p class="waiting">Loading the picture …</p>
      ) : (
        <View picture={picture} parameters={parameters} />
      )}
    </div>
  );
}

function View({ picture, parameters }: { picture: Picture; parameters: URLSearchParams }) {
  const { NetworkView, readState, writeState } = picture;
  const text = parameters.toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (next: NetworkState) => {
      const wanted = writeState(next).toString();
      // Another focus is another view, to which Back returns; a filter is the same one.
      navigate(`/graph${wanted === "" ? "" : `?${wanted}`}`, { replace: next.focus === state.focus });
    },
    [state.focus],
  );
  return <NetworkView source={served} state={state} onState={change} />;
}
