/** An entity: its names and why they are one, when it was written about, what is said of it, and its neighbours. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { entityHref, graphHref, outsideHref, pathsHref, queryOf, wikidataHref } from "../addresses";
import { ask, calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { FactLine } from "../parts/FactLine";
import { Heading } from "../parts/Heading";
import { StatusFilter, statusesIn, statusParameter } from "../parts/StatusFilter";
import { Timeline } from "../parts/Timeline";
import { announce, setParameters } from "../router";
import type { EntityPage as Entity, Fact, Role, Status } from "../types";
import { countStatuses, groupBy, tellCount, tellNumber } from "../words";

// Of the facts with one relation, and of the relations in one role; the rest is one press away.
const FIRST_OF_GROUP = 6;
const FIRST_GROUPS = 40;
// So many facts are read without being asked for, part by part; more would burden a browser, and nobody reads them.
const MOST_READ = 4000;

const ROLES: readonly Role[] = ["subject", "object", "mentioned", "source", "place"];

export function EntityPage({ id, parameters }: { id: string; parameters: URLSearchParams }) {
  const loaded = useAnswer(calls.entity(id));
  return (
    <Answered loaded={loaded} isView>
      {(entity) => <Found entity={entity} parameters={parameters} />}
    </Answered>
  );
}

function Found({ entity, parameters }: { entity: Entity; parameters: URLSearchParams }) {
  const { facts, left, readMore } = useFacts(entity);
  const status = parameters.get("status");
  const predicate = parameters.get("predicate");
  const when = parameters.get("when");
  const shown = statusesIn(status);
  const withoutStatus = facts.filter(
    (fact) => isFrom(fact, when) && (predicate === null || fact.predicate_id === predicate),
  );
  const chosen = withoutStatus.filter((fact) => shown.includes(fact.status));
  const counts = predicate === null && when === null ? entity.counts : countStatuses(withoutStatus);

  const changeStatus = (statuses: Status[]) => {
    setParameters({ status: statusParameter(statuses) });
    announce(
      tellCount(withoutStatus.filter((fact) => statuses.includes(fact.status)).length, "fact shown", "facts shown"),
    );
  };

  return (
    <div class="entity">
      <header class="entity-head">
        <p class="kicker">{entity.type}</p>
        <Heading title={entity.label} />
        <Names entity={entity} />
        <p class="ways">
          <a href={graphHref(entity.id)}>Show in the graph</a>
          <a href={pathsHref(entity.id, null)}>Paths from here</a>
        </p>
      </header>
      <div class="entity-body">
        <section class="facts" aria-labelledby="facts">
          <h2 id="facts">What is said</h2>
          <StatusFilter counts={counts} shown={shown} onChange={changeStatus} />
          {left > 0 && (
            <p class="hidden-note">
              Of {tellCount(facts.length + left, "fact")}, {tellNumber(facts.length)} are read so far.{" "}
              {facts.length >= MOST_READ && (
                <button type="button" class="link" onClick={readMore}>
                  Read more
                </button>
              )}
            </p>
          )}
          <Timeline
            timeline={entity.timeline}
            shown={shown}
            when={when}
            hrefFor={(chosenWhen) => entityHref(entity.id) + queryOf({ status, predicate, when: chosenWhen })}
          />
          <PredicateFilter predicates={entity.predicates} chosen={predicate} />
          {chosen.length === 0 && <p>No fact is shown with these filters.</p>}
          {ROLES.map((role) => (
            <RoleFacts key={role} role={role} entity={entity} facts={chosen.filter((fact) => fact.role === role)} />
          ))}
        </section>
        <Neighbours entity={entity} />
      </div>
    </div>
  );
}

/** The facts of an entity: the first ones come with its page, the others part by part after them. */
function useFacts(entity: Entity): { facts: Fact[]; left: number; readMore: () => void } {
  // Facts that were read for one state of the graph do not follow the first ones of another.
  const [read, setRead] = useState<{ of: Entity; facts: Fact[] }>({ of: entity, facts: [] });
  const later = read.of === entity ? read.facts : [];
  const [wanted, setWanted] = useState(MOST_READ);
  const facts = useMemo(() => [...entity.facts, ...later], [entity, read]);
  const left = entity.more - later.length;
  useEffect(() => {
    if (left <= 0 || facts.length >= wanted) return undefined;
    const abort = new AbortController();
    ask(calls.entity(entity.id, { offset: facts.length }), abort.signal).then(
      ({ facts: next }) => setRead({ of: entity, facts: [...later, ...next] }),
      () => undefined, // how many are read is told
    );
    return () => abort.abort();
  }, [facts, wanted]);
  return { facts, left, readMore: () => setWanted(facts.length + MOST_READ) };
}

function isFrom(fact: Fact, when: string | null): boolean {
  return when === null || (fact.published ?? "").startsWith(when);
}

function Names({ entity }: { entity: Entity }) {
  const wikidata = entity.wikidata === null ? null : wikidataHref(entity.wikidata);
  const links = entity.links.map(outsideHref).filter((link) => link !== null && !isOfWikidata(link));
  return (
    <>
      {entity.names.length > 0 && <p class="names">Also called {entity.names.join(", ")}</p>}
      <p class="source-line">
        <code>{entity.id}</code>
        {wikidata && (
          <a href={wikidata} rel="noreferrer noopener" target="_blank">
            Wikidata {entity.wikidata} ↗
          </a>
        )}
        {links.map((link) => (
          <a key={link} href={link ?? ""} rel="noreferrer noopener" target="_blank">
            {link} ↗
          </a>
        ))}
      </p>
      {entity.reasons.length > 0 && (
        <details class="reasons">
          <summary>Why these names are one</summary>
          <ul>
            {entity.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Whether a link says in another way what the item of Wikidata says already. */
function isOfWikidata(link: string): boolean {
  return new URL(link).hostname.endsWith("wikidata.org");
}

function PredicateFilter({ predicates, chosen }: { predicates: Entity["predicates"]; chosen: string | null }) {
  if (predicates.length < 2) return null;
  return (
    <p class="field">
      <label for="predicate">Relation</label>{" "}
      <select
        id="predicate"
        value={chosen ?? ""}
        onChange={(event) => setParameters({ predicate: event.currentTarget.value })}
      >
        <option value="">all relations</option>
        {predicates.map(({ id, label, facts }) => (
          <option key={id} value={id}>
            {label} ({tellNumber(facts)})
          </option>
        ))}
      </select>
    </p>
  );
}

function RoleFacts({ role, entity, facts }: { role: Role; entity: Entity; facts: Fact[] }) {
  const [isWhole, setWhole] = useState(false);
  if (facts.length === 0) return null;
  const groups = [...groupBy(facts, (fact) => fact.predicate)].sort(([, one], [, other]) => other.length - one.length);
  return (
    <section class="role" aria-labelledby={`as-${role}`}>
      <h3 id={`as-${role}`}>
        {titleOf(role, entity.label)} <span class="count">{tellNumber(facts.length)}</span>
      </h3>
      {(isWhole ? groups : groups.slice(0, FIRST_GROUPS)).map(([predicate, group]) => (
        <PredicateFacts key={predicate} predicate={predicate} facts={group} here={entity.id} />
      ))}
      {!isWhole && groups.length > FIRST_GROUPS && (
        <button type="button" class="link more-groups" onClick={() => setWhole(true)}>
          Show {tellCount(groups.length - FIRST_GROUPS, "more relation")}
        </button>
      )}
    </section>
  );
}

function titleOf(role: Role, label: string): string {
  const titles: Record<Role, string> = {
    subject: "As subject",
    object: "As object",
    mentioned: "Inside other names",
    source: `According to ${label}`,
    place: `In ${label}`,
  };
  return titles[role];
}

function PredicateFacts({ predicate, facts, here }: { predicate: string; facts: Fact[]; here: string }) {
  const [isWhole, setWhole] = useState(false);
  const listed = isWhole ? facts : facts.slice(0, FIRST_OF_GROUP);
  return (
    <div class="predicate-group">
      <h4>{predicate}</h4>
      <ul class="fact-list">
        {listed.map((fact) => (
          <FactLine key={fact.id} fact={fact} here={here} />
        ))}
      </ul>
      {listed.length < facts.length && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show all {tellNumber(facts.length)} with “{predicate}”
        </button>
      )}
    </div>
  );
}

function Neighbours({ entity }: { entity: Entity }) {
  if (entity.neighbours.length === 0) return null;
  return (
    <aside class="neighbours" aria-labelledby="neighbours">
      <h2 id="neighbours">Neighbours</h2>
      <ol>
        {entity.neighbours.map((neighbour) => (
          <li key={neighbour.id}>
            <span>
              <a href={entityHref(neighbour.id)}>{neighbour.label}</a> <span class="type">{neighbour.type}</span>
            </span>
            <a
              class="count"
              href={pathsHref(entity.id, neighbour.id)}
              aria-label={`${tellCount(neighbour.facts, "fact")} between ${entity.label} and ${neighbour.label}`}
            >
              {tellNumber(neighbour.facts)}
            </a>
          </li>
        ))}
      </ol>
    </aside>
  );
}
