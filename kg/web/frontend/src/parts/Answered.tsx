/** What depends on an answer of the server: the wait for it, the refusal, or what is made of it. */

import type { ComponentChildren } from "preact";
import { type Loaded, Refusal } from "../api";

interface Props<T> {
  loaded: Loaded<T>;
  children: (answer: T) => ComponentChildren;
}

export function Answered<T>({ loaded, children }: Props<T>) {
  if (loaded.state === "done") return <>{children(loaded.answer)}</>;
  if (loaded.state === "failed") return <Failure error={loaded.error} again={loaded.again} />;
  return (
    <p class="waiting" role="status">
      Reading the graph …
    </p>
  );
}

function Failure({ error, again }: { error: Error; again: () => void }) {
  const isMissing = error instanceof Refusal && error.status === 404;
  return (
    <div class="failure" role="alert">
      <h2>{isMissing ? "Not in this graph" : "That did not work"}</h2>
      <p>{error.message}</p>
      {!isMissing && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
