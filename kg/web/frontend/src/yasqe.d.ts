/** What we use of YASQE. Its own types need those of CodeMirror 5, which do not pass a strict check. */
declare module "@zazuko/yasqe" {
  export interface CompletionToken {
    string: string;
  }

  export interface Completer {
    name: string;
    bulk: boolean;
    autoShow?: boolean;
    persistenceId?: null;
    isValidCompletionPosition: (yasqe: Yasqe) => boolean;
    get: (yasqe: Yasqe, token?: CompletionToken) => string[];
  }

  /** How far the grammar got at the end of a token. */
  export interface State {
    OK: boolean;
    errorMsg?: string;
    possibleCurrent: string[];
    prefixes: Record<string, string>;
  }

  export interface Mode {
    startState: () => State;
  }

  export default class Yasqe {
    static Autocompleters: Record<string, Completer | undefined>;
    static registerAutocompleter(completer: Completer, enable: boolean): void;
    static defineMode(name: string, mode: (config: object) => Mode): void;
    static getMode(config: object, name: string): Mode;
    constructor(parent: HTMLElement, config: Record<string, unknown>);
    autocomplete(): void;
    checkSyntax: () => void;
    clearGutter(name: string): void;
    setGutterMarker(line: number, gutter: string, marker: HTMLElement): void;
    getCompleteToken(): CompletionToken;
    getDoc(): { lineCount(): number; getLine(line: number): string };
    getInputField(): HTMLElement;
    getTokenAt(place: { line: number; ch: number }, isPrecise: boolean): { state: State };
    getValue(): string;
    setValue(sparql: string): void;
    destroy(): void;
    on(event: "change" | "autocompletionShown", handler: () => void): void;
  }
}

declare module "*.css";
