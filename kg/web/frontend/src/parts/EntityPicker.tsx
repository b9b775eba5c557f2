/** A field that completes names of entities: the combobox of the ARIA Authoring Practices, with a list of choices. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ask, calls } from "../api";
import { announce } from "../router";
import type { Completion } from "../types";
import { tellCount } from "../words";

// Long enough that a fast typist asks once, short enough that nobody waits.
const PAUSE = 90;

interface Props {
  label: string;
  /** The label is read, not seen, where the place of the field says the same. */
  isLabelHidden?: boolean;
  placeholder?: string;
  value?: string;
  onPick: (entity: Completion) => void;
  /** What Enter does while no choice is marked; without it, the first choice is taken. */
  onEnter?: (text: string) => void;
  /** What the words are told as they are typed or cleared. */
  onText?: (text: string) => void;
}

export function EntityPicker({
  label,
  isLabelHidden = false,
  placeholder,
  value = "",
  onPick,
  onEnter,
  onText,
}: Props) {
  const id = useId();
  const [text, setText] = useState(value);
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const { choices, of } = useCompletions(text, isOpen);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => setText(value), [value]);
  useEffect(() => setActive(-1), [choices]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const isShown = isOpen && choices.length > 0;

  const pick = (entity: Completion) => {
    setText(entity.label);
    setOpen(false);
    onPick(entity);
  };
  const enter = () => {
    const chosen = isShown ? choices[active] : undefined;
    if (chosen) pick(chosen);
    else if (onEnter) {
      setOpen(false);
      if (text.trim() !== "") onEnter(text.trim());
    } else if (isShown && choices[0] && of === text.trim()) pick(choices[0]);
  };
  const move = (step: number) => {
    setOpen(true);
    const count = choices.length;
    // One place more than there are choices: the field itself, with what was typed.
    if (count > 0) setActive((place) => ((place + 1 + step + count + 1) % (count + 1)) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") enter();
    else if (event.key === "Escape" && isShown) setOpen(false);
    else if (event.key === "Escape") {
      setText("");
      onText?.("");
    } else return;
    event.preventDefault();
  };

  return (
    <div class="picker">
      <label class={isLabelHidden ? "visually-hidden" : ""} for={`${id}field`}>
        {label}
      </label>
      <input
        id={`${id}field`}
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}list`}
        {...(isShown && active >= 0 && { "aria-activedescendant": `${id}${active}` })}
        {...(placeholder !== undefined && { placeholder })}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          onText?.(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}list`} ref={list} role="listbox" aria-label="Choices" hidden={!isShown}>
        {choices.map((choice, place) => (
          <li
            key={choice.id}
            id={`${id}${place}`}
            role="option"
            aria-selected={place === active}
            // The field keeps the focus, so that the click is not lost to its blur.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(choice)}
          >
            <span class="choice-name">{choice.label}</span>
            {choice.name && <span class="choice-other">“{choice.name}”</span>}
            <span class="choice-type">{choice.type}</span>
            <span class="choice-facts">{tellCount(choice.facts, "fact")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Completions {
  choices: Completion[];
  /** The text that they complete: while one is being typed, still an earlier one. */
  of: string;
}

const NONE: Completions = { choices: [], of: "" };

/** The entities that a text may mean; a later text overtakes the answer to an earlier one. */
function useCompletions(text: string, isOpen: boolean): Completions {
  const [found, setFound] = useState(NONE);
  const wanted = isOpen ? text.trim() : "";
  useEffect(() => {
    if (wanted === "") {
      setFound(NONE);
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask(calls.complete(wanted), abort.signal).then(
        ({ entities }) => {
          setFound({ choices: entities, of: wanted });
          announce(entities.length === 0 ? "No name begins so" : tellCount(entities.length, "choice"));
        },
        // A completion is a help; the search tells what is wrong.
        () => undefined,
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);
  return found;
}
