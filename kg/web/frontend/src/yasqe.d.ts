/** What we use of YASQE. Its own types need those of CodeMirror 5, which do not pass a strict check. */
declare module "@zazuko/yasqe" {
  export interface CompletionToken {
    string: string;
    autocompletionString?: string;
  }

  export interface Completer {
    name: string;
    bulk: boolean;
    autoShow?: boolean;
    persistenceId?: null;
    isValidCompletionPosition: (yasqe: Yasqe) => boolean;
    get: (yasqe: Yasqe, token?: CompletionToken) => string[];
  }

  export default class Yasqe {
    static defaults: { autocompleters: string[] };
    static Autocompleters: Record<string, Completer | undefined>;
    static registerAutocompleter(completer: Completer, enable: boolean): void;
    constructor(parent: HTMLElement, config: Record<string, unknown>);
    enableCompleter(name: string): Promise<void>;
    getCompleteToken(): CompletionToken;
    getInputField(): HTMLElement;
    getValue(): string;
    setValue(sparql: string): void;
    focus(): void;
    destroy(): void;
    on(event: "change", handler: () => void): void;
  }
}

declare module "*.css";
