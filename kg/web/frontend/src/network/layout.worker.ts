/** Arranges a picture beside the page, which stays quick meanwhile. */

import { arrange, type Task } from "./arrange";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Task>) => void;
  postMessage(message: { places: Float32Array; done: boolean }): void;
};

scope.onmessage = ({ data }) => {
  let last: Float32Array | null = null;
  for (const places of arrange(data)) {
    if (last) scope.postMessage({ places: last, done: false });
    last = places;
  }
  if (last) scope.postMessage({ places: last, done: true });
};
