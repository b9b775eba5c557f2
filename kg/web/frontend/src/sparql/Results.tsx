/** What a query found: a table whose names lead to their pages, yes or no, or triples. */

import { useEffect, useState } from "preact/hooks";
import { announce } from "../router";
import { tellCount, tellNumber } from "../words";
import { download, type QueryAnswer, type Term } from "./run";
import { hrefOf, shorten } from "./terms";

type Prefixes = Readonly<Record<string, string>>;

// A table of more rows is slow to lay out, and nobody reads it; the rest can be shown, and saved.
const FIRST_ROWS = 200;

interface Props {
  answer: QueryAnswer;
  sparql: string;
  seconds: number;
  prefixes: Prefixes;
}

export function Results({ answer, sparql, seconds, prefixes }: Props) {
  const told = `${tellAnswer(answer)} in ${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  useEffect(() => announce(told), [told]);
  return (
    <section class="results-panel" aria-label="Result">
      <div class="results-head">
        <p>{told}</p>
        <Downloads sparql={sparql} isGraph={answer.kind === "graph"} isTable={answer.kind === "table"} />
      </div>
      {answer.kind === "table" && <Table columns={answer.columns} rows={answer.rows} prefixes={prefixes} />}
      {answer.kind === "boolean" && <p class="boolean">{answer.answer ? "Yes" : "No"}</p>}
      {answer.kind === "graph" && (
        <pre class="triples" tabIndex={0}>
          {answer.text}
        </pre>
      )}
    </section>
  );
}

function tellAnswer(answer: QueryAnswer): string {
  if (answer.kind === "table") return tellCount(answer.rows.length, "row");
  return answer.kind === "boolean" ? (answer.answer ? "Yes" : "No") : "A graph";
}

interface TableProps {
  columns: string[];
  rows: Partial<Record<string, Term>>[];
  prefixes: Prefixes;
}

function Table({ columns, rows, prefixes }: TableProps) {
  const [sort, setSort] = useState<{ column: string; isUp: boolean } | null>(null);
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) return <p>No row fits.</p>;
  const sorted =
    sort === null
      ? rows
      : [...rows].sort((one, other) => compare(one[sort.column], other[sort.column]) * (sort.isUp ? 1 : -1));
  const listed = isWhole ? sorted : sorted.slice(0, FIRST_ROWS);
  return (
    <>
      <div class="table-frame" tabIndex={0} role="region" aria-label="Rows of the result">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  aria-sort={sort?.column !== column ? "none" : sort.isUp ? "ascending" : "descending"}
                >
                  <button
                    type="button"
                    onClick={() => setSort({ column, isUp: sort?.column === column ? !sort.isUp : true })}
                  >
                    {column}
                    <span aria-hidden="true">{sort?.column !== column ? "" : sort.isUp ? " ↑" : " ↓"}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.map((row, place) => (
              <tr key={place}>
                {columns.map((column) => (
                  <td key={column} class={kindOf(row[column])}>
                    <TermCell term={row[column]} prefixes={prefixes} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {listed.length < rows.length && (
        <p class="hidden-note">
          The first {tellNumber(listed.length)} of {tellCount(rows.length, "row")}.{" "}
          <button type="button" class="link" onClick={() => setWhole(true)}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}

function TermCell({ term, prefixes }: { term: Term | undefined; prefixes: Prefixes }) {
  if (term === undefined) return null;
  if (term.type !== "uri") return <>{isNumber(term) ? tellDecimal(term.value) : term.value}</>;
  const name = shorten(term.value, prefixes);
  const found = hrefOf(term.value, prefixes);
  if (found === null) return <>{name}</>;
  return found.isOurs ? (
    <a href={found.href}>{name}</a>
  ) : (
    <a href={found.href} rel="noreferrer noopener" target="_blank">
      {name} ↗
    </a>
  );
}

/** What a cell holds, for its look: a number stands at the right, a date in one line. */
function kindOf(term: Term | undefined): string {
  if (isNumber(term)) return "number";
  return term !== undefined && /^\d{4}-\d\d(-\d\d)?$/.test(term.value) ? "date" : "";
}

function isNumber(term: Term | undefined): boolean {
  return term?.datatype !== undefined && /#(integer|decimal|double|float|nonNegativeInteger)$/.test(term.datatype);
}

/** A mean has as many digits as a computer likes; people read four of them, and the saved file has them all. */
function tellDecimal(value: string): string {
  return /\.\d{5,}$/.test(value) ? String(Number(Number(value).toFixed(4))) : value;
}

function compare(one: Term | undefined, other: Term | undefined): number {
  if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? 1 : -1;
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return one.value.localeCompare(other.value, "en", { numeric: true });
}

function Downloads({ sparql, isGraph, isTable }: { sparql: string; isGraph: boolean; isTable: boolean }) {
  const [error, setError] = useState<string | null>(null);
  const formats: [string, string, string][] = isGraph
    ? [["Turtle", "text/turtle", "ttl"]]
    : [
        ...(isTable ? [["CSV", "text/csv", "csv"] as [string, string, string]] : []),
        ["JSON", "application/sparql-results+json", "json"],
      ];
  const save = (accept: string, suffix: string) =>
    download(sparql, accept).then(
      (blob) => {
        setError(null);
        saveFile(blob, `result.${suffix}`);
      },
      (failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)),
    );
  return (
    <p class="downloads">
      Save as{" "}
      {formats.map(([name, accept, suffix]) => (
        <button key={suffix} type="button" class="link" onClick={() => void save(accept, suffix)}>
          {name}
        </button>
      ))}
      {error !== null && <span role="alert"> {error}</span>}
    </p>
  );
}

function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
