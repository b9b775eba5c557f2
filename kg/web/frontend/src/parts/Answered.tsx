/** What depends on an answer of the server: the wait for it, the refusal, or what is made of it. */

import type { ComponentChildren } from "preact";
import { type Loaded, Refusal } from "../api";
import { Heading } from "./Heading";

interface Props<T> {
  loaded: Loaded<T>;
  /** The answer is the whole view, so that a refusal is one as well, with a heading. */
  isView?: boolean;
  children: (answer: T) => ComponentChildren;
}

export function Answered<T>({ loaded, isView = false, children }: Props<T>) {
  if (loaded.state === "done") return <>{children(loaded.answer)}</>;
  if (loaded.state === "failed") return <Failure {...loaded} isView={isView} />;
  return (
    <p class="waiting" role="status">
      Reading the graph …
    </p>
  );
}

function Failure({ error, again, isView }: { error: Error; again: () => void; isView: boolean }) {
  const isMissing = error instanceof Refusal && error.status === 404;
  const title = isMissing ? "Not in this graph" : "That did not work";
  return (
    <>
      {isView && <Heading title={title} />}
      <div class="failure" role="alert">
        {!isView && <h2>{title}</h2>}
        <p>{error.message}</p>
        {!isMissing && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}
      </div>
    </>
  );
}
