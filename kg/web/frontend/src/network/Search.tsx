/** Finds an entity of the network by its name. */

import { useEffect, useId, useMemo, useState } from "preact/hooks";
import type { Node, Thing } from "../types";
import { Dot } from "./Dot";
import { byImportance } from "./filters";
import type { Model } from "./model";
import type { NetworkSource } from "./source";
import { colourOfType } from "./style";

const MOST = 8;
/** Milliseconds without a key before the source is asked. */
const WAIT = 150;

interface Props {
  model: Model;
  version: number;
  source: NetworkSource;
  onFound(id: string): void;
}

export function Search({ model, version, source, onFound }: Props) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  const names = useMemo(() => [...model.nodes.values()].map((node) => [fold(node.label), node] as const), [model, version]);
  const here = useMemo(() => find(names, text), [names, text]);
  const elsewhere = useElsewhere(model, source, text, here.length);
  const found = [...here, ...elsewhere.filter(({ id }) => !here.some((node) => node.id === id))].slice(0, MOST);
  const isShown = isOpen && found.length > 0;
  const choose = (node: Thing | undefined): void => {
    if (!node) return;
    onFound(node.id);
    setText("");
    setOpen(false);
  };
  return (
    <div class="network-search">
      <input
        type="search"
        role="combobox"
        aria-label="Find an entity in the picture"
        aria-expanded={isShown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isShown ? `${list}-${at}` : undefined}
        placeholder="Find an entity"
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
          else if (event.key === "Enter") choose(found[at]);
          else if (event.key === "Escape") setOpen(false);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={list} role="listbox" aria-label="Entities found" hidden={!isShown}>
        {found.map((node, place) => (
          <li
            key={node.id}
            id={`${list}-${place}`}
            role="option"
            aria-selected={place === at}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(node);
            }}
          >
            <Dot colour={colourOfType(node.type)} type={node.type} /> {node.label} <small>{node.type}</small>
          </li>
        ))}
      </ul>
      {isOpen && text.trim() !== "" && found.length === 0 && <p class="network-none">No entity here is named so.</p>}
    </div>
  );
}

/** Entities of that name which the network does not hold, where its source knows of more. */
function useElsewhere(model: Model, source: NetworkSource, text: string, here: number): Thing[] {
  const [found, setFound] = useState<Thing[]>([]);
  const wanted = model.sampled && here < MOST ? text.trim() : "";
  useEffect(() => {
    setFound([]);
    if (!wanted || !source.complete) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      // What cannot be asked is not found: the names that are here still are.
      source.complete?.(wanted).then(
        (things) => isWanted && setFound(things),
        () => undefined,
      );
    }, WAIT);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted, source]);
  return found;
}

/** The entities each of whose words begins with one of the text's; those that begin with the text come first. */
function find(names: readonly (readonly [string, Node])[], text: string): Node[] {
  const wanted = fold(text).trim();
  if (!wanted) return [];
  const words = wanted.split(/\s+/);
  const fits = names.filter(([name]) => {
    const parts = name.split(/[\s-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
  const rank = ([name]: readonly [string, Node]): number => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2);
  return fits
    .sort((first, second) => rank(first) - rank(second) || byImportance(first[1], second[1]))
    .slice(0, MOST)
    .map(([, node]) => node);
}

/** Small letters without accents. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
