/** A document with all that was read in it: sentences with facts are underlined links to a panel with their facts. */

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { documentHref, factHref } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { DocumentText, type Said } from "../parts/DocumentText";
import { SourceLine } from "../parts/Evidence";
import { FactNotes, FactWords } from "../parts/FactLine";
import { Heading } from "../parts/Heading";
import { StatusTag } from "../parts/Status";
import { placeIn } from "../offsets";
import { announce, navigate } from "../router";
import type { Assertion, DocumentPage as Answer } from "../types";
import { countStatuses, groupBy, tellCount, tellFact, tellStatuses } from "../words";

export function DocumentPage({ id, hash }: { id: string; hash: string }) {
  const loaded = useAnswer(calls.document(id));
  return (
    <Answered loaded={loaded} isView>
      {(answer) => <Found answer={answer} hash={hash} />}
    </Answered>
  );
}

function Found({ answer, hash }: { answer: Answer; hash: string }) {
  const { document, facts } = answer;
  const said = useMemo(() => sentencesOf(facts), [facts]);
  const place = placeIn(hash);
  const chosen = place === null ? undefined : said.find((one) => one.start <= place.start && place.start < one.end);
  const [fact, setFact] = useState<Assertion | null>(null);
  const panel = useRef<HTMLElement>(null);
  const home = documentHref(document.id);
  const start = chosen?.start ?? place?.start;

  useEffect(() => setFact(null), [chosen?.start]);
  useEffect(() => {
    if (start === undefined) return;
    const target = window.document.querySelector(`[data-place="${start}"]`);
    const isReduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = target?.getBoundingClientRect();
    const isSeen = box !== undefined && box.top > 60 && box.bottom < window.innerHeight * 0.5;
    if (!isSeen) target?.scrollIntoView({ block: "center", behavior: isReduced ? "auto" : "smooth" });
  }, [start]);

  const open = useCallback(
    (sentence: Said) => {
      navigate(documentHref(document.id, sentence.start, sentence.end), { replace: true });
      announce(`${tellCount(sentence.facts.length, "fact")} in this sentence`);
      requestAnimationFrame(() => panel.current?.focus({ preventScroll: true }));
    },
    [document.id],
  );
  const close = () => {
    if (chosen === undefined) return;
    navigate(home, { replace: true });
    requestAnimationFrame(() =>
      window.document.querySelector<HTMLElement>(`a[data-place="${chosen.start}"]`)?.focus({ preventScroll: true }),
    );
  };

  return (
    <article class="document">
      <header>
        <p class="kicker">Document</p>
        <Heading title={document.title ?? document.source} />
        <SourceLine document={{ ...document, title: document.source }} />
        <p class="muted">
          {facts.length === 0
            ? "No fact was read in it."
            : `${tellCount(facts.length, "fact")} in ${tellCount(said.length, "sentence")}: ` +
              `${tellStatuses(countStatuses(facts))}. The underlined sentences open them.`}
          {document.copy_of && (
            <>
              {" "}
              It repeats <a href={documentHref(document.copy_of)}>another document</a>.
            </>
          )}
        </p>
      </header>
      <div class={chosen ? "reader with-panel" : "reader"}>
        <DocumentText answer={answer} said={said} chosen={chosen} place={place} fact={fact} onOpen={open} />
        {chosen && <Panel sentence={chosen} panel={panel} active={fact} onActive={setFact} onClose={close} />}
      </div>
    </article>
  );
}

/** The facts of each sentence, in the order of the text. */
function sentencesOf(facts: readonly Assertion[]): Said[] {
  const groups = groupBy(facts, (fact) => `${fact.start},${fact.end}`);
  return [...groups.values()]
    .map((group) => ({ start: group[0]!.start, end: group[0]!.end, facts: group }))
    .sort((one, other) => one.start - other.start);
}

interface PanelProps {
  sentence: Said;
  panel: preact.RefObject<HTMLElement>;
  active: Assertion | null;
  onActive: (fact: Assertion | null) => void;
  onClose: () => void;
}

function Panel({ sentence, panel, active, onActive, onClose }: PanelProps) {
  return (
    <aside
      class="panel"
      ref={panel}
      tabIndex={-1}
      aria-label="Facts of the sentence"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <header>
        <h2>{tellCount(sentence.facts.length, "fact")} in this sentence</h2>
        <button type="button" class="close" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </header>
      <ul>
        {sentence.facts.map((fact) => (
          <li
            key={fact.id}
            class={fact.status}
            onPointerEnter={() => onActive(fact)}
            onFocusCapture={() => onActive(fact)}
          >
            <StatusTag status={fact.status} />
            <FactWords fact={fact} />
            <FactNotes fact={fact} withDocument={false} />
            <p class="panel-ways">
              <button
                type="button"
                class="link"
                aria-pressed={active === fact}
                aria-label={`Mark its words: ${tellFact(fact)}`}
                onClick={() => onActive(fact)}
              >
                Mark its words
              </button>
              <a href={factHref(fact.id)}>All about this fact</a>
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}
