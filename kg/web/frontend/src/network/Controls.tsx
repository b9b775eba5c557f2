/** The filters beside the picture, which are its legend as well. */

import { useMemo, useState } from "preact/hooks";
import { StatusLine } from "../parts/Status";
import type { Status } from "../types";
import { MEANINGS, tellNumber } from "../words";
import { Dot } from "./Dot";
import { type Model, predicateName } from "./model";
import { type ColourBy, defaultState, type NetworkState, SIZES, STATUSES } from "./state";
import { COLOURED_COMMUNITIES, communityColour, FAMILIES } from "./style";

interface Props {
  model: Model;
  version: number;
  state: NetworkState;
  change(part: Partial<NetworkState>): void;
  onFresh(): void;
}

const AMOUNTS = [50, 100, 300, 1000, 3000];
const PREDICATES = 12;
const MATCHES = 40;
const COMMUNITIES = 60;

export function Controls({ model, version, state, change, onFresh }: Props) {
  const counts = useMemo(() => countAll(model), [model, version]);
  const isDefault = JSON.stringify({ ...defaultState(), selected: state.selected }) === JSON.stringify(state);
  return (
    <div class="network-controls">
      <StatusFilter {...{ state, change }} counts={counts.statuses} />
      <TypeFilter {...{ state, change }} counts={counts.types} />
      <AmountChoice {...{ state, change }} total={model.nodes.size} />
      <PredicateFilter {...{ state, change }} counts={counts.predicates} />
      <Dates {...{ state, change }} first={counts.first} last={counts.last} />
      <Communities {...{ model, state, change }} />
      <Looks {...{ state, change }} />
      <div class="network-actions">
        <button type="button" onClick={onFresh}>
          Lay out anew
        </button>
        {state.hidden.length > 0 && (
          <button type="button" onClick={() => change({ hidden: [] })}>
            Show what is hidden ({state.hidden.length})
          </button>
        )}
        {!isDefault && (
          <button type="button" onClick={() => change({ ...defaultState(), selected: state.selected })}>
            Reset
          </button>
        )}
      </div>
    </div>
  );
}

type Part = Pick<Props, "state" | "change">;

function StatusFilter({ state, change, counts }: Part & { counts: ReadonlyMap<string, number> }) {
  const toggle = (status: Status, isOn: boolean): void =>
    change({ statuses: STATUSES.filter((other) => (other === status ? isOn : state.statuses.includes(other))) });
  return (
    <fieldset>
      <legend>Status</legend>
      {STATUSES.map((status) => (
        <label key={status} title={MEANINGS[status]}>
          <input
            type="checkbox"
            checked={state.statuses.includes(status)}
            onChange={(event) => toggle(status, event.currentTarget.checked)}
          />
          <StatusLine status={status} /> {status} <Count value={counts.get(status) ?? 0} />
        </label>
      ))}
    </fieldset>
  );
}

function TypeFilter({ state, change, counts }: Part & { counts: ReadonlyMap<string, number> }) {
  const all = FAMILIES.flatMap(({ types, colour }) => types.map((type) => ({ type, colour }))).filter(({ type }) =>
    counts.has(type),
  );
  const toggle = (type: string, isOn: boolean): void => {
    const chosen = state.types.length ? state.types : all.map((one) => one.type);
    const types = all.map((one) => one.type).filter((other) => (other === type ? isOn : chosen.includes(other)));
    change({ types: types.length === all.length ? [] : types });
  };
  return (
    <fieldset>
      <legend>Types</legend>
      {all.map(({ type, colour }) => (
        <label key={type}>
          <input
            type="checkbox"
            checked={state.types.length === 0 || state.types.includes(type)}
            onChange={(event) => toggle(type, event.currentTarget.checked)}
          />
          <Dot {...{ colour, type }} /> {type}{" "}
          <Count value={counts.get(type) ?? 0} />
        </label>
      ))}
      {counts.has("Concept") && !state.types.length && (
        <button type="button" onClick={() => toggle("Concept", false)}>
          Only things with a name
        </button>
      )}
    </fieldset>
  );
}

function AmountChoice({ state, change, total }: Part & { total: number }) {
  const choices = AMOUNTS.filter((amount) => amount < total);
  if (choices.length === 0) return null;
  const value = String(state.amount ?? "all");
  const listed = ["some", "all", ...choices.map(String)];
  return (
    <label class="network-choice">
      Entities
      <select
        value={value}
        disabled={state.focus !== null}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          change({ amount: chosen === "all" ? null : chosen === "some" ? "some" : Number(chosen) });
        }}
      >
        <option value="some">as many as can be read</option>
        {!listed.includes(value) && <option value={value}>the {value} most central</option>}
        {choices.map((amount) => (
          <option key={amount} value={String(amount)}>
            the {tellNumber(amount)} most central
          </option>
        ))}
        <option value="all">all {tellNumber(total)}</option>
      </select>
    </label>
  );
}

function PredicateFilter({ state, change, counts }: Part & { counts: ReadonlyMap<string, number> }) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const names = [...counts.keys()].filter((name) => !wanted || predicateName(name).includes(wanted));
  const listed = [...new Set([...state.predicates, ...names.slice(0, wanted ? MATCHES : PREDICATES)])];
  const toggle = (name: string, isOn: boolean): void =>
    change({ predicates: isOn ? [...state.predicates, name] : state.predicates.filter((other) => other !== name) });
  return (
    <fieldset>
      <legend>Predicates</legend>
      <input
        type="search"
        aria-label="Search predicates"
        placeholder={`Search ${tellNumber(counts.size)} predicates`}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="network-scroll" tabIndex={0} role="group" aria-label="Predicates found">
        {listed.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={state.predicates.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {predicateName(name)} <Count value={counts.get(name) ?? 0} />
          </label>
        ))}
        {listed.length === 0 && <p>None.</p>}
      </div>
      {state.predicates.length > 0 && (
        <button type="button" onClick={() => change({ predicates: [] })}>
          All predicates
        </button>
      )}
    </fieldset>
  );
}

function Dates({ state, change, first, last }: Part & { first: string | null; last: string | null }) {
  if (first === null || last === null) return null;
  return (
    <fieldset class="network-dates">
      <legend>Published</legend>
      <label>
        from
        <input
          type="date"
          min={first.slice(0, 10)}
          max={last.slice(0, 10)}
          value={wholeDate(state.since, "-01")}
          onChange={(event) => change({ since: event.currentTarget.value || null })}
        />
      </label>
      <label>
        to
        <input
          type="date"
          min={first.slice(0, 10)}
          max={last.slice(0, 10)}
          value={wholeDate(state.until, "-28")}
          onChange={(event) => change({ until: event.currentTarget.value || null })}
        />
      </label>
    </fieldset>
  );
}

/** A date as the field of a form takes it; a year or month stands for one of its days. */
function wholeDate(date: string | null, day: string): string {
  if (date === null) return "";
  if (date.length === 4) return `${date}-${day === "-01" ? "01-01" : "12-31"}`;
  return date.length === 7 ? date + day : date;
}

function Communities({ model, state, change }: Part & { model: Model }) {
  if (model.communities.length === 0) return null;
  return (
    <label class="network-choice">
      Community
      <select
        value={state.community === null ? "" : String(state.community)}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          change({ community: chosen === "" ? null : Number(chosen) });
        }}
      >
        <option value="">all</option>
        {model.communities.slice(0, COMMUNITIES).map(({ id, label, size }) => (
          <option key={id} value={String(id)}>
            {label} ({tellNumber(size)})
          </option>
        ))}
      </select>
    </label>
  );
}

function Looks({ state, change }: Part) {
  return (
    <>
      <label class="network-choice">
        Size by
        <select
          value={state.size}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            change({ size: SIZES.find((size) => size === chosen) ?? "centrality" });
          }}
        >
          <option value="centrality">centrality</option>
          <option value="mentions">mentions</option>
          <option value="facts">number of facts</option>
        </select>
      </label>
      <label class="network-choice">
        Colour by
        <select value={state.colour} onChange={(event) => change({ colour: event.currentTarget.value as ColourBy })}>
          <option value="type">type</option>
          <option value="community">community</option>
        </select>
      </label>
    </>
  );
}

function Count({ value }: { value: number }) {
  return <small class="network-number">{tellNumber(value)}</small>;
}

/** What the colours of the picture mean. */
export function Legend({ model, types, by }: { model: Model; types: ReadonlySet<string>; by: ColourBy }) {
  const entries =
    by === "type"
      ? FAMILIES.filter((family) => family.types.some((type) => types.has(type))).map(({ name, colour }) => ({ name, colour }))
      : model.communities
          .filter(({ id }) => id < COLOURED_COMMUNITIES)
          .map(({ id, label }) => ({ name: label.split(", ")[0]!, colour: communityColour(id) }));
  return (
    <ul class="network-legend" aria-label="Colours">
      {entries.map(({ name, colour }) => (
        <li key={name}>
          <Dot colour={colour} type={by === "type" ? name : ""} /> {name}
        </li>
      ))}
    </ul>
  );
}

interface Counts {
  statuses: Map<string, number>;
  types: Map<string, number>;
  predicates: Map<string, number>;
  first: string | null;
  last: string | null;
}

/** How often each status, type and predicate comes in the network, the commonest first, and its first and last date. */
function countAll(model: Model): Counts {
  const [statuses, types, predicates] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let [first, last] = [null as string | null, null as string | null];
  for (const node of model.nodes.values()) add(types, node.type);
  for (const edge of model.edges.values()) {
    add(statuses, edge.status);
    add(predicates, edge.predicate);
    if (edge.published === null) continue;
    if (first === null || edge.published < first) first = edge.published;
    if (last === null || edge.published > last) last = edge.published;
  }
  const sorted = new Map([...predicates].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)));
  return { statuses, types, predicates: sorted, first, last };
}
