/**
 * The editor of queries: YASQE, the editor of YASGUI, with all that asks other hosts left out (prefix.cc, Linked Open
 * Vocabularies, shared links) and completion by what this graph holds. It is large, so it is loaded when needed.
 *
 * Of YASGUI only the editor is used: its results (YASR) and tabs make the page much larger, and write what a query
 * found as HTML, where ours are text nodes.
 */

import "@zazuko/yasqe/build/yasqe.min.css";
import "../styles/editor.css";
import Yasqe, { type CompletionToken } from "@zazuko/yasqe";

export interface Editor {
  getValue(): string;
  setValue(sparql: string): void;
  destroy(): void;
}

/** Where a query is no SPARQL, and what may stand there; lines count from 1. */
export interface Fault {
  line: number;
  message: string;
}

interface Options {
  value: string;
  label: string;
  prefixes: Readonly<Record<string, string>>;
  /** Names to complete: prefixed names of classes, relations and properties of this graph, and prefixes. */
  names: () => readonly string[];
  onRun: () => void;
  onChange: (sparql: string) => void;
  onFault: (fault: Fault | null) => void;
}

const MODE = "sparql11-with-prefixes";

export function createEditor(parent: HTMLElement, options: Options): Editor {
  defineMode(options.prefixes);
  registerNames(options.names);
  const yasqe = new Yasqe(parent, {
    value: options.value,
    mode: MODE,
    autocompleters: ["variables", NAMES],
    persistenceId: null, // the query stands in the address, and nowhere else
    createShareableLink: null,
    createShortLink: undefined,
    consumeShareLink: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    collapsePrefixesOnLoad: false,
    lineWrapping: true,
    editorHeight: "auto",
    viewportMargin: Infinity,
    pluginButtons: () => [],
    extraKeys: {
      "Ctrl-Enter": options.onRun,
      "Cmd-Enter": options.onRun,
      "Ctrl-Space": () => yasqe.autocomplete(),
      // Tab leaves the field, as everywhere on the page; who wants blanks types them.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  // The editor's own check tells faults as HTML with inline styles, and only to a mouse.
  yasqe.checkSyntax = () => options.onFault(markFault(yasqe));
  yasqe.checkSyntax();
  yasqe.getInputField().setAttribute("aria-label", options.label);
  yasqe.on("autocompletionShown", labelHints);
  yasqe.on("change", () => options.onChange(yasqe.getValue()));
  return yasqe;
}

/** SPARQL in which the prefixes of the graph need no declaration, as at its endpoint. */
function defineMode(prefixes: Readonly<Record<string, string>>): void {
  Yasqe.defineMode(MODE, (config) => {
    const mode = Yasqe.getMode(config, "sparql11");
    return { ...mode, startState: () => ({ ...mode.startState(), prefixes: { ...prefixes } }) };
  });
}

/** The list of completions has no name of its own for those who hear it. */
function labelHints(): void {
  for (const list of document.querySelectorAll(".CodeMirror-hints")) list.setAttribute("aria-label", "Completions");
}

const GUTTER = "gutterErrorBar";
// A fault in the middle of a query may be followed by dozens of things; the first few tell what kind is meant.
const MOST_EXPECTED = 8;

/** Marks the first line with a fault beside it, and returns the fault. */
function markFault(yasqe: Yasqe): Fault | null {
  const text = yasqe.getDoc();
  yasqe.clearGutter(GUTTER);
  for (let line = 0; line < text.lineCount(); line++) {
    const { state } = yasqe.getTokenAt({ line, ch: text.getLine(line).length }, true);
    if (state.OK) continue;
    const possible = state.possibleCurrent.map((what) => (what === "$" ? "the end" : what));
    const expected = possible.slice(0, MOST_EXPECTED).join(", ");
    const marker = document.createElement("span");
    marker.className = "fault";
    marker.textContent = "!";
    yasqe.setGutterMarker(line, GUTTER, marker);
    return {
      line: line + 1,
      message: state.errorMsg ?? (expected === "" ? "not expected here" : `expected is ${expected}`),
    };
  }
  return null;
}

const NAMES = "names of the graph";
const MOST_NAMES = 60;
let namesNow: () => readonly string[] = () => [];

/** Completes by the names of the graph; the completer is one for all editors, since YASQE keeps them by name. */
function registerNames(names: () => readonly string[]): void {
  namesNow = names;
  if (Yasqe.Autocompleters[NAMES] !== undefined) return;
  const completer = {
    name: NAMES,
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (yasqe: Yasqe) =>
      /^[A-Za-z][\w-]*:?[\w-]*$/.test(yasqe.getCompleteToken().string.trim()),
    get: (_yasqe: Yasqe, token?: CompletionToken) => namesBeginningWith(token?.string.trim() ?? ""),
  };
  Yasqe.registerAutocompleter(completer, false);
}

function namesBeginningWith(word: string): string[] {
  const wanted = word.toLowerCase();
  return namesNow()
    .filter((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted)
    .slice(0, MOST_NAMES);
}
