/**
 * The editor of queries: YASQE, the editor of YASGUI, with all that asks other hosts left out (prefix.cc, Linked Open
 * Vocabularies, shared links) and completion by what this graph holds. It is large, so this module is loaded when needed.
 *
 * Of YASGUI only the editor is used: its results (YASR) and tabs double the size (1.27 MB against 0.67 MB before
 * compression), and write what a query found as HTML, where ours are text nodes.
 */

import "@zazuko/yasqe/build/yasqe.min.css";
import "../styles/editor.css";
import Yasqe, { type CompletionToken } from "@zazuko/yasqe";

export interface Editor {
  getValue(): string;
  setValue(sparql: string): void;
  focus(): void;
  destroy(): void;
}

interface Options {
  value: string;
  label: string;
  /** Names to complete: prefixed names of classes, relations and properties of this graph, and prefixes. */
  names: () => readonly string[];
  onRun: () => void;
  onChange: (sparql: string) => void;
}

export function createEditor(parent: HTMLElement, { value, label, names, onRun, onChange }: Options): Editor {
  Yasqe.defaults.autocompleters = [];
  const yasqe = new Yasqe(parent, {
    value,
    autocompleters: [],
    persistenceId: null, // the query stands in the address, and nowhere else
    createShortLink: undefined,
    consumeShareLink: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    collapsePrefixesOnLoad: false,
    lineWrapping: true,
    editorHeight: "auto",
    viewportMargin: Infinity,
    createShareableLink: null,
    pluginButtons: () => [],
    extraKeys: {
      "Ctrl-Enter": onRun,
      "Cmd-Enter": onRun,
      "Ctrl-Space": (editor: { autocomplete: () => void }) => editor.autocomplete(),
      // Tab leaves the field, as everywhere on the page; who wants blanks types them.
      Tab: false,
      "Shift-Tab": false,
      Esc: (editor: { getInputField: () => HTMLElement }) => editor.getInputField().blur(),
    },
  });
  registerNames(names);
  void yasqe.enableCompleter("variables");
  void yasqe.enableCompleter("graph");
  yasqe.getInputField().setAttribute("aria-label", label);
  yasqe.on("change", () => onChange(yasqe.getValue()));
  return yasqe;
}

let namesNow: () => readonly string[] = () => [];

/** Completes by the names of the graph; the completer is one for all editors, since YASQE keeps them by name. */
function registerNames(names: () => readonly string[]): void {
  namesNow = names;
  if (Yasqe.Autocompleters["graph"] !== undefined) return;
  Yasqe.registerAutocompleter(
    {
      name: "graph",
      bulk: false,
      autoShow: true,
      persistenceId: null,
      isValidCompletionPosition: (yasqe) => /^[A-Za-z][\w-]*(:[\w-]*)?$/.test(wordOf(yasqe.getCompleteToken().string)),
      get: (_yasqe, token?: CompletionToken) => namesBeginningWith(wordOf(token?.autocompletionString ?? token?.string ?? "")),
    },
    false,
  );
}

function wordOf(token: string): string {
  return token.trim();
}

const MOST_NAMES = 60;

function namesBeginningWith(word: string): string[] {
  const wanted = word.toLowerCase();
  return namesNow()
    .filter((name) => name.toLowerCase().startsWith(wanted))
    .slice(0, MOST_NAMES);
}
