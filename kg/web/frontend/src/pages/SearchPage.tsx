/** What a search found: names, relations, and sentences with the words marked. */

import { useEffect } from "preact/hooks";
import { documentHref, entityHref } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { Heading } from "../parts/Heading";
import { Marked } from "../parts/Marked";
import { announce, setParameters } from "../router";
import type { SearchAnswer } from "../types";
import { tellCount, tellDate, tellOutlet } from "../words";

const FIRST = 20;
const MORE = 100;

export function SearchPage({ parameters }: { parameters: URLSearchParams }) {
  const text = parameters.get("q") ?? "";
  const limit = parameters.get("limit") === String(MORE) ? MORE : FIRST;
  const loaded = useAnswer(text.trim() === "" ? null : calls.search(text, limit));
  return (
    <>
      <Heading title={text === "" ? "Search" : `Search: ${text}`}>
        {text === "" ? "Search" : <>Search: “{text}”</>}
      </Heading>
      {text.trim() === "" ? (
        <p>Type a name or some words into the field above; each of them may be the beginning of a word.</p>
      ) : (
        <Answered loaded={loaded}>{(found) => <Results found={found} text={text} limit={limit} />}</Answered>
      )}
    </>
  );
}

function Results({ found, text, limit }: { found: SearchAnswer; text: string; limit: number }) {
  const parts = [
    tellCount(found.entities.length, "name"),
    tellCount(found.relations.length, "relation"),
    tellCount(found.sentences.length, "sentence"),
  ];
  useEffect(() => announce(`${parts.join(", ")} found for ${text}`), [found]);
  const isFull = [found.entities, found.relations, found.sentences].some((list) => list.length >= limit);
  if (found.entities.length + found.relations.length + found.sentences.length === 0) {
    return <p>Nothing holds words that begin so. Fewer words, or fewer letters of each, find more.</p>;
  }
  return (
    <div class="results">
      {found.near && (
        <p class="hidden-note">No name or relation holds these words; those below are written much like them.</p>
      )}
      <div>
        <Entities entities={found.entities} />
        <Relations relations={found.relations} />
      </div>
      <Sentences sentences={found.sentences} />
      {isFull && limit < MORE && (
        <button type="button" onClick={() => setParameters({ limit: String(MORE) })}>
          Show up to {MORE} of each
        </button>
      )}
    </div>
  );
}

function Entities({ entities }: { entities: SearchAnswer["entities"] }) {
  if (entities.length === 0) return null;
  return (
    <section aria-labelledby="entities">
      <h2 id="entities">Names</h2>
      <ul class="rows">
        {entities.map((entity) => (
          <li key={entity.id}>
            <a class="row-name" href={entityHref(entity.id)}>
              {entity.label}
            </a>
            <span class="type">{entity.type}</span>
            <span class="count">{tellCount(entity.facts, "fact")}</span>
            {entity.names.length > 0 && <span class="also">also {entity.names.slice(0, 6).join(", ")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Relations({ relations }: { relations: SearchAnswer["relations"] }) {
  if (relations.length === 0) return null;
  return (
    <section aria-labelledby="relations">
      <h2 id="relations">Relations</h2>
      <ul class="rows">
        {relations.map((relation) => (
          <li key={relation.id}>
            <a class="row-name" href={`/graph?predicates=${encodeURIComponent(relation.label)}`}>
              {relation.label}
            </a>
            <span class="count">{tellCount(relation.facts, "fact")}</span>
            {relation.phrases.length > 0 && (
              <span class="also">
                in the texts:{" "}
                {relation.phrases
                  .slice(0, 6)
                  .map((phrase) => `“${phrase}”`)
                  .join(", ")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sentences({ sentences }: { sentences: SearchAnswer["sentences"] }) {
  if (sentences.length === 0) return null;
  return (
    <section aria-labelledby="sentences">
      <h2 id="sentences">Sentences</h2>
      <ul class="sentences">
        {sentences.map((sentence) => (
          <li key={`${sentence.document.id}:${sentence.start}`}>
            <blockquote>
              <Marked
                text={sentence.text}
                marks={sentence.words.map(([start, end]) => ({ start, end, role: "word" }))}
              />
            </blockquote>
            <p class="source-line">
              <a href={documentHref(sentence.document.id, sentence.start, sentence.end)}>
                {sentence.document.title ?? sentence.document.source}
              </a>
              <span>{tellOutlet(sentence.document)}</span>
              {sentence.document.published && (
                <time dateTime={sentence.document.published}>{tellDate(sentence.document.published)}</time>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
