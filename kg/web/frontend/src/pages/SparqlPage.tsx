/** Questions in SPARQL: samples to choose and to fill in, an editor, and the result as a table. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { queryOf } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { EntityPicker } from "../parts/EntityPicker";
import { Heading } from "../parts/Heading";
import { announce, navigate } from "../router";
import type { Editor, Fault } from "../sparql/editor";
import { namesIn, namesOfGraph } from "../sparql/names";
import { Results } from "../sparql/Results";
import { type QueryAnswer, runQuery } from "../sparql/run";
import { bindSample, termOf } from "../sparql/samples";
import type { SampleQuery } from "../types";
import { STATUSES } from "../words";

interface Known {
  queries: SampleQuery[];
  prefixes: Record<string, string>;
}

export function SparqlPage({ parameters }: { parameters: URLSearchParams }) {
  const loaded = useAnswer(calls.queries());
  return (
    <div class="sparql">
      <Heading title="SPARQL" />
      <Answered loaded={loaded}>{(known) => <Questions known={known} parameters={parameters} />}</Answered>
    </div>
  );
}

/** What stands in the editor of who comes without a question. */
const FIRST_QUERY = `# The relations that most facts have.
SELECT ?relation (COUNT(*) AS ?facts) {
  ?fact rdf:predicate ?relation
}
GROUP BY ?relation
ORDER BY DESC(?facts)
LIMIT 20
`;

// Servers refuse longer addresses, so a query that makes one is not shared by it.
const LONGEST_ADDRESS = 7000;

/** The address of a query: a sample is named, and what it became is told with it. */
function addressOf(sparql: string, sample: SampleQuery | undefined): string {
  const plain = `/sparql-page${queryOf({ name: sample?.name })}`;
  if (sparql === sample?.sparql) return plain;
  const whole = `/sparql-page${queryOf({ name: sample?.name, query: sparql })}`;
  return whole.length > LONGEST_ADDRESS ? plain : whole;
}

type Run =
  | { state: "idle" }
  | { state: "running"; stop: () => void }
  | { state: "done"; answer: QueryAnswer; sparql: string; seconds: number }
  | { state: "failed"; message: string };

function Questions({ known, parameters }: { known: Known; parameters: URLSearchParams }) {
  const name = parameters.get("name");
  const sample = known.queries.find((query) => query.name === name);
  const given = parameters.get("query");
  const [text, setText] = useState(given ?? sample?.sparql ?? FIRST_QUERY);
  // The text that the editor is to take over; what is typed there goes the other way only.
  const [set, setSet] = useState({ sparql: text });
  const { run, start } = useRun();
  const go = useCallback(
    (sparql: string, sampleName: string | null) => {
      navigate(
        addressOf(
          sparql,
          known.queries.find((query) => query.name === sampleName),
        ),
        { replace: true },
      );
      start(sparql);
    },
    [start, known],
  );
  // A shared address shows its answer, not only its question.
  useEffect(() => {
    if (given !== null || sample !== undefined) start(given ?? sample?.sparql ?? "");
  }, []);

  const put = (sparql: string) => {
    setText(sparql);
    setSet({ sparql });
  };
  const choose = (query: SampleQuery | undefined) => {
    if (query === undefined) return;
    put(query.sparql);
    go(query.sparql, query.name);
  };
  const bind = (values: Record<string, string>) => {
    if (sample === undefined) return;
    const bound = bindSample(sample, values);
    put(bound);
    go(bound, sample.name);
  };

  return (
    <>
      <div class="field sample-field">
        <label for="sample">Sample question</label>
        <select
          id="sample"
          value={sample?.name ?? ""}
          onChange={(event) => choose(known.queries.find((query) => query.name === event.currentTarget.value))}
        >
          <option value="">your own</option>
          {known.queries.map((query) => (
            <option key={query.name} value={query.name}>
              {query.title}
            </option>
          ))}
        </select>
      </div>
      {sample && <Parameters key={sample.name} sample={sample} prefixes={known.prefixes} onChange={bind} />}
      <QueryEditor known={known} text={text} set={set} onText={setText} onRun={() => go(text, sample?.name ?? null)} />
      <p class="run-row">
        <button type="button" class="primary" onClick={() => go(text, sample?.name ?? null)}>
          Run
        </button>
        {run.state === "running" && (
          <button type="button" onClick={run.stop}>
            Stop
          </button>
        )}
        <span class="muted">Ctrl+Enter runs it, Ctrl+Space completes. The prefixes of the graph are known.</span>
      </p>
      <Outcome run={run} prefixes={known.prefixes} />
    </>
  );
}

function Outcome({ run, prefixes }: { run: Run; prefixes: Record<string, string> }) {
  if (run.state === "running") return <p class="waiting">Asking the graph …</p>;
  if (run.state === "failed") {
    return (
      <div class="failure" role="alert">
        <h2>The query was not answered</h2>
        <pre>{run.message}</pre>
      </div>
    );
  }
  if (run.state === "idle") return null;
  return <Results key={run.sparql} answer={run.answer} sparql={run.sparql} seconds={run.seconds} prefixes={prefixes} />;
}

/** Runs one query at a time: the next one stops the one before. */
function useRun(): { run: Run; start: (sparql: string) => void } {
  const [run, setRun] = useState<Run>({ state: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback((sparql: string) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const began = performance.now();
    setRun({ state: "running", stop: () => (abort.abort(), setRun({ state: "idle" })) });
    runQuery(sparql, abort.signal).then(
      (answer) => {
        if (!abort.signal.aborted)
          setRun({ state: "done", answer, sparql, seconds: (performance.now() - began) / 1000 });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        announce("The query was not answered");
        setRun({ state: "failed", message: error instanceof Error ? error.message : String(error) });
      },
    );
  }, []);
  return { run, start };
}

interface ParametersProps {
  sample: SampleQuery;
  prefixes: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}

/** Fields for the parameters of a sample; each may stay open. */
function Parameters({ sample, prefixes, onChange }: ParametersProps) {
  const [values, setValues] = useState<Record<string, string>>({});
  const set = (variable: string, term: string) => {
    if ((values[variable] ?? "") === term) return;
    const next = { ...values, [variable]: term };
    setValues(next);
    onChange(next);
  };
  return (
    <div class="parameters">
      {sample.parameters.map(({ variable, kind, meaning }) =>
        kind === "status" ? (
          <div key={variable} class="field">
            <label for={`p-${variable}`}>Status</label>
            <select id={`p-${variable}`} title={meaning} onChange={(event) => set(variable, event.currentTarget.value)}>
              <option value="">any</option>
              {STATUSES.map((status) => (
                <option key={status} value={`kg:${status}`}>
                  {status}
                </option>
              ))}
            </select>
          </div>
        ) : kind === "entity" ? (
          <EntityPicker
            key={variable}
            label={capitalise(meaning)}
            placeholder="anyone, anything"
            onPick={(entity) => set(variable, termOf(entity.id, prefixes))}
            onText={(text) => text === "" && set(variable, "")}
          />
        ) : (
          <div key={variable} class="field">
            <label for={`p-${variable}`}>{capitalise(meaning)}</label>
            <input
              id={`p-${variable}`}
              placeholder="rel:…"
              onChange={(event) => set(variable, event.currentTarget.value.trim())}
            />
          </div>
        ),
      )}
    </div>
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface EditorProps {
  known: Known;
  text: string;
  set: { sparql: string };
  onText: (text: string) => void;
  onRun: () => void;
}

/** The editor, once it is there; until then, and where it cannot be loaded, a plain field does the same. */
function QueryEditor({ known, text, set, onText, onRun }: EditorProps) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [isReady, setReady] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const names = useRef(namesIn(known.queries, known.prefixes));
  const latest = useRef({ text, onText, onRun });
  latest.current = { text, onText, onRun };

  useEffect(() => {
    const abort = new AbortController();
    namesOfGraph(known.prefixes, abort.signal).then(
      (found) => void (names.current = [...new Set([...names.current, ...found])].sort()),
      () => undefined, // then the samples' own words are completed
    );
    import("../sparql/editor").then(
      ({ createEditor }) => {
        if (abort.signal.aborted || frame.current === null) return;
        frame.current.hidden = false; // the editor measures itself, so it has to be seen
        editor.current = createEditor(frame.current, {
          value: latest.current.text,
          label: "Query in SPARQL",
          prefixes: known.prefixes,
          names: () => names.current,
          onRun: () => latest.current.onRun(),
          onChange: (sparql) => latest.current.onText(sparql),
          onFault: setFault,
        });
        setReady(true);
      },
      () => undefined,
    );
    return () => {
      abort.abort();
      editor.current?.destroy();
    };
  }, []);
  useEffect(() => editor.current?.setValue(set.sparql), [set]);

  return (
    <div class="editor">
      <div ref={frame} hidden />
      {!isReady && (
        <textarea
          aria-label="Query in SPARQL"
          rows={14}
          spellcheck={false}
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && onRun()}
        />
      )}
      {fault && (
        <p class="fault-note">
          Line {fault.line}: {fault.message}
        </p>
      )}
    </div>
  );
}
