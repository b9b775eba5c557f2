/** Starts an arrangement and hands on the places as they get better. */

import { arrange, type Task } from "./arrange";
import LayoutWorker from "./layout.worker?worker&inline";

export type OnPlaces = (places: Float32Array, done: boolean) => void;

/** Milliseconds of work between two breaths where there is no worker. */
const SLICE = 12;

/** Arrange in a worker, or bit by bit where the browser grants none; what comes back stops it. */
export function startLayout(task: Task, onPlaces: OnPlaces): () => void {
  let stop = (): void => undefined;
  try {
    const worker = new LayoutWorker();
    worker.onmessage = ({ data }: MessageEvent<{ places: Float32Array; done: boolean }>) => {
      onPlaces(data.places, data.done);
      if (data.done) worker.terminate();
    };
    worker.onerror = () => {
      worker.terminate();
      stop = arrangeHere(task, onPlaces);
    };
    worker.postMessage(task);
    stop = () => worker.terminate();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    stop = arrangeHere(task, onPlaces);
  }
  return () => stop();
}

function arrangeHere(task: Task, onPlaces: OnPlaces): () => void {
  const frames = arrange(task);
  let latest: Float32Array = new Float32Array(2 * task.count);
  let timer = 0;
  const work = (): void => {
    const end = performance.now() + SLICE;
    let done = false;
    while (!done && performance.now() < end) {
      const next = frames.next();
      if (next.done) done = true;
      else latest = next.value;
    }
    onPlaces(latest, done);
    if (!done) timer = window.setTimeout(work);
  };
  timer = window.setTimeout(work);
  return () => window.clearTimeout(timer);
}
