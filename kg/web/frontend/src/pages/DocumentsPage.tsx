/** The documents that the graph was read from, newest first, with a search over them. */

import { useState } from "preact/hooks";
import { documentHref, queryOf } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { Heading } from "../parts/Heading";
import { navigate } from "../router";
import type { DocumentInfo } from "../types";
import { tellCount, tellDate, tellNumber, tellOutlet } from "../words";

const PER_PAGE = 50;

export function DocumentsPage({ parameters }: { parameters: URLSearchParams }) {
  const q = parameters.get("q") ?? "";
  const page = Math.max(1, Number.parseInt(parameters.get("page") ?? "1", 10) || 1);
  const loaded = useAnswer(calls.documents(q, (page - 1) * PER_PAGE, PER_PAGE));
  return (
    <>
      <Heading title="Documents" />
      <DocumentSearch q={q} />
      <Answered loaded={loaded}>
        {({ documents, total }) => (
          <>
            <p role="status" class="muted">
              {tellCount(total, "document")}
              {q !== "" && ` with “${q}”`}
            </p>
            <List documents={documents} />
            <Pages q={q} page={page} total={total} />
          </>
        )}
      </Answered>
    </>
  );
}

function DocumentSearch({ q }: { q: string }) {
  const [text, setText] = useState(q);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    navigate(`/documents${queryOf({ q: text.trim() })}`);
  };
  return (
    <form class="field-row" role="search" aria-label="Documents" onSubmit={submit}>
      <label for="documents-q">Words in them</label>
      <input id="documents-q" type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <button type="submit">Search</button>
    </form>
  );
}

function List({ documents }: { documents: readonly DocumentInfo[] }) {
  return (
    <ul class="documents">
      {documents.map((document) => (
        <li key={document.id}>
          <span class="date">{document.published ? tellDate(document.published) : "undated"}</span>
          <span class="document-title">
            <a href={documentHref(document.id)}>{document.title ?? document.source}</a>
            <span class="outlet">
              {tellOutlet(document)}
              {document.copy_of && (
                <>
                  {" · "}
                  <a href={documentHref(document.copy_of)}>a copy of this one</a>
                </>
              )}
            </span>
          </span>
          <span class="count">{tellCount(document.facts, "fact")}</span>
        </li>
      ))}
    </ul>
  );
}

function Pages({ q, page, total }: { q: string; page: number; total: number }) {
  const last = Math.ceil(total / PER_PAGE);
  if (last < 2) return null;
  const at = (place: number) => `/documents${queryOf({ q, page: place === 1 ? null : place })}`;
  return (
    <nav class="pages" aria-label="Pages of the list">
      {page > 1 && <a href={at(page - 1)}>← Newer</a>}
      <span>
        Page {tellNumber(page)} of {tellNumber(last)}
      </span>
      {page < last && <a href={at(page + 1)}>Older →</a>}
    </nav>
  );
}
