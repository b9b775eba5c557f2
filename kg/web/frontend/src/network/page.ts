/** What the page /graph loads when it is asked for: the picture, and how its state stands in the address. */

export { NetworkView } from "./NetworkView";
export { readState, writeState } from "./state";
