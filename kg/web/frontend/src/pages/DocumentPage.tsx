/** A document with all that was read in it: sentences with facts are underlined links to a panel with their facts. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { documentHref, factHref } from "../addresses";
import { calls, useAnswer } from "../api";
import { Answered } from "../parts/Answered";
import { SourceLine } from "../parts/Evidence";
import { FactNotes, FactWords } from "../parts/FactLine";
import { Heading } from "../parts/Heading";
import { StatusLine, StatusTag } from "../parts/Status";
import { marksOf } from "../parts/Marked";
import { Characters, paragraphsOf, type Placed, placeIn, type Segment, segmentsOf } from "../offsets";
import { announce, navigate } from "../router";
import type { Assertion, DocumentPage as Answer, Mark } from "../types";
import { countStatuses, groupBy, STATUSES, tellCount, tellFact, tellStatuses } from "../words";

/** A sentence in which facts were read. */
interface Said extends Placed {
  facts: Assertion[];
}

interface Lit extends Placed {
  role: string;
}

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

  const open = (sentence: Said) => {
    navigate(documentHref(document.id, sentence.start, sentence.end), { replace: true });
    announce(`${tellCount(sentence.facts.length, "fact")} in this sentence`);
    requestAnimationFrame(() => panel.current?.focus({ preventScroll: true }));
  };
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
        <Body answer={answer} said={said} chosen={chosen} place={place} fact={fact} onOpen={open} />
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

interface BodyProps {
  answer: Answer;
  said: Said[];
  chosen: Said | undefined;
  /** The place in the address; where no fact was read there, it is only lit up. */
  place: Placed | null;
  fact: Assertion | null;
  onOpen: (sentence: Said) => void;
}

function Body({ answer, said, chosen, place, fact, onOpen }: BodyProps) {
  const text = useMemo(() => new Characters(answer.text), [answer.text]);
  const paragraphs = useMemo(() => paragraphsOf(answer.text), [answer.text]);
  return (
    <div class="text">
      {paragraphs.map((paragraph) => {
        const inside = said.filter((one) => one.start < paragraph.end && one.end > paragraph.start);
        const isHeadline = paragraph.start < answer.headline_end && paragraph.end <= answer.headline_end;
        return (
          <p key={paragraph.start} class={isHeadline ? "headline" : ""}>
            {piecesOf(paragraph, inside).map(({ start, end, sentence }) =>
              sentence ? (
                <SaidLink
                  key={start}
                  text={text}
                  sentence={sentence}
                  document={answer.document.id}
                  isChosen={sentence === chosen}
                  fact={sentence === chosen ? fact : null}
                  onOpen={onOpen}
                />
              ) : (
                <Plain key={start} text={text} start={start} end={end} place={chosen ? null : place} />
              ),
            )}
          </p>
        );
      })}
    </div>
  );
}

/** A paragraph as sentences with facts and what stands between them. */
function piecesOf(paragraph: Placed, sentences: readonly Said[]): { start: number; end: number; sentence?: Said }[] {
  const pieces: { start: number; end: number; sentence?: Said }[] = [];
  let at = paragraph.start;
  for (const sentence of sentences) {
    if (sentence.start < at) continue;
    if (sentence.start > at) pieces.push({ start: at, end: sentence.start });
    pieces.push({ start: sentence.start, end: sentence.end, sentence });
    at = sentence.end;
  }
  if (at < paragraph.end) pieces.push({ start: at, end: paragraph.end });
  return pieces;
}

function Plain({ text, start, end, place }: { text: Characters; start: number; end: number; place: Placed | null }) {
  const marks: Lit[] = place === null ? [] : [{ ...place, role: "target" }];
  return (
    <>
      {segmentsOf(text, marks, start, end).map((segment) =>
        segment.marks.length === 0 ? (
          segment.text
        ) : (
          <mark key={segment.start} class="target" data-place={segment.start}>
            {segment.text}
          </mark>
        ),
      )}
    </>
  );
}

interface SaidProps {
  text: Characters;
  sentence: Said;
  document: string;
  isChosen: boolean;
  fact: Assertion | null;
  onOpen: (sentence: Said) => void;
}

function SaidLink({ text, sentence, document, isChosen, fact, onOpen }: SaidProps) {
  const { start, end, facts } = sentence;
  const counts = countStatuses(facts);
  const statuses = STATUSES.filter((status) => counts[status]);
  const marks = fact === null ? [] : marksOf(fact, 0);
  const last = end - lastWordOf(text.slice(start, end));
  return (
    <a
      class={`said ${statuses[0] ?? ""} ${isChosen ? "chosen" : ""}`}
      href={documentHref(document, start, end)}
      data-place={start}
      {...(isChosen && { "aria-current": "true" })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen(sentence);
      }}
    >
      <Words segments={segmentsOf(text, marks, start, last)} />
      <span class="said-end">
        <Words segments={segmentsOf(text, marks, last, end)} />
        <span class="said-statuses" aria-hidden="true">
          {statuses.map((status) => (
            <span key={status} class={status}>
              <StatusLine status={status} />
              {counts[status]}
            </span>
          ))}
        </span>
      </span>
      <span class="visually-hidden">
        {" "}
        ({tellCount(facts.length, "fact")}: {tellStatuses(counts)})
      </span>
    </a>
  );
}

function Words({ segments }: { segments: Segment<Mark>[] }) {
  return (
    <>
      {segments.map((segment) =>
        segment.marks.length === 0 ? (
          segment.text
        ) : (
          <mark key={segment.start} class={segment.marks.map((mark) => mark.role).join(" ")}>
            {segment.text}
          </mark>
        ),
      )}
    </>
  );
}

// A longer one, such as an address, has to be free to break.
const LONGEST_WORD = 24;

/** How many characters the last word of a sentence has: the statuses stay with it when the line breaks. */
function lastWordOf(sentence: string): number {
  const length = Array.from(sentence.slice(sentence.lastIndexOf(" ") + 1)).length;
  return length > LONGEST_WORD ? 0 : length;
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
