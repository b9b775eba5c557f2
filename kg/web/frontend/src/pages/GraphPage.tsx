/** The picture of the graph. */

import { Heading } from "../parts/Heading";

export function GraphPage({ parameters }: { parameters: URLSearchParams }) {
  return (
    <>
      <Heading title="Graph" />
      <p>{parameters.toString()}</p>
    </>
  );
}
