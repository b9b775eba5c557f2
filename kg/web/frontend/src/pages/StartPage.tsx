/** The start: what graph this is, the search, whom and what it is about, and questions to begin with. */

import { entityHref } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { Heading } from "../parts/Heading";
import { SearchField } from "../parts/Layout";
import { StatusTag } from "../parts/Status";
import type { About, Completion, SampleQuery } from "../types";
import { MEANINGS, STATUSES, tellCount, tellDate, tellNumber } from "../words";

export function StartPage() {
  const loaded = useAnswer(calls.about());
  return (
    <Answered loaded={loaded} isView>
      {(about) => <Overview about={about} />}
    </Answered>
  );
}

function Overview({ about }: { about: About }) {
  return (
    <div class="start">
      <header class="start-head">
        <p class="kicker">{about.name}</p>
        <Heading title={about.name}>What the news says, and where it says so</Heading>
        <Extent about={about} />
        <div class="start-search" role="search" aria-label="The graph">
          <SearchField />
        </div>
      </header>
      <Statuses counts={about.assertions} />
      <Entities about={about} />
      <Questions />
      <p class="version">
        kg-builder {about.version} · <a href="/assets/licenses.txt">licences of the libraries of this page</a>
      </p>
    </div>
  );
}

function Extent({ about }: { about: About }) {
  const facts = Object.values(about.assertions).reduce((sum, count) => sum + count, 0);
  const entities = Object.values(about.entities).reduce((sum, count) => sum + count, 0);
  const dates = [about.since, about.until].filter((date) => date !== null).map(tellDate);
  return (
    <p class="lede">
      <strong>{tellCount(facts, "fact")}</strong> about{" "}
      {tellCount(entities, "person, place or thing", "people, places and things")}, read in{" "}
      <a href="/documents">{tellCount(about.documents, "document")}</a>
      {about.copies > 0 && ` (${tellCount(about.copies, "is a copy", "are copies")} of another)`}
      {about.sentences !== null && ` of ${tellCount(about.sentences, "sentence")}`}
      {dates.length > 0 && `, published ${[...new Set(dates)].join(" to ")}`}. Behind each fact stands a sentence.
    </p>
  );
}

/** The statuses, with what each means: the first thing that a reader of facts has to know. */
function Statuses({ counts }: { counts: About["assertions"] }) {
  const all = Math.max(
    1,
    STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
  );
  return (
    <section aria-labelledby="statuses">
      <h2 id="statuses">Said is not so</h2>
      <ul class="status-counts">
        {STATUSES.map((status) => (
          <li key={status} class={status}>
            <span class="figure">{tellNumber(counts[status] ?? 0)}</span>
            <StatusTag status={status} />
            <svg class="share" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
              <rect class={`piece ${status}`} x="0" y="0" height="3" width={(100 * (counts[status] ?? 0)) / all} />
            </svg>
            <span class="meaning">{MEANINGS[status]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entities({ about }: { about: About }) {
  const types = Object.entries(about.entities).sort(([, one], [, other]) => other - one);
  // Concepts are the objects that have no name; whoever looks around looks for names first.
  const named = [...types.filter(([type]) => type !== "Concept"), ...types.filter(([type]) => type === "Concept")];
  return (
    <section aria-labelledby="about-whom">
      <h2 id="about-whom">Whom and what it is about</h2>
      <div class="type-columns">
        {named.map(([type, count]) => (
          <div key={type} class="type-column">
            <h3>
              {type} <span class="count">{tellNumber(count)}</span>
            </h3>
            <Top entities={about.top?.[type] ?? []} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Top({ entities }: { entities: readonly Completion[] }) {
  return (
    <ol class="top">
      {entities.map((entity) => (
        <li key={entity.id}>
          <a href={entityHref(entity.id)}>{entity.label}</a> <span class="count">{tellNumber(entity.facts)}</span>
        </li>
      ))}
    </ol>
  );
}

function Questions() {
  const loaded = useAnswer(calls.queries());
  if (loaded.state !== "done") return null;
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">Questions to begin with</h2>
      <ul class="questions">
        {loaded.answer.queries.map((query: SampleQuery) => (
          <li key={query.name}>
            <a href={`/sparql-page?name=${encodeURIComponent(query.name)}`}>{query.title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
