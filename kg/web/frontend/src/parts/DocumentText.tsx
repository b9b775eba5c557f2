/** The text of a document: sentences with facts are underlined links, and tell the statuses of their facts. */

import { useMemo } from "preact/hooks";
import { documentHref } from "../addresses";
import { Characters, paragraphsOf, type Placed, type Segment, segmentsOf } from "../offsets";
import type { Assertion, DocumentPage as Answer, Mark } from "../types";
import { countStatuses, STATUSES, tellCount, tellStatuses } from "../words";
import { marksOf } from "./Marked";
import { StatusLine } from "./Status";

/** A sentence in which facts were read. */
export interface Said extends Placed {
  facts: Assertion[];
}

interface Props {
  answer: Answer;
  said: Said[];
  chosen: Said | undefined;
  /** The place in the address; where no fact was read there, it is only lit up. */
  place: Placed | null;
  fact: Assertion | null;
  onOpen: (sentence: Said) => void;
}

export function DocumentText({ answer, said, chosen, place, fact, onOpen }: Props) {
  const text = useMemo(() => new Characters(answer.text), [answer.text]);
  const paragraphs = useMemo(() => paragraphsIn(answer, said), [answer, said]);
  const make = (paragraph: Paragraph, lit: Pick<Props, "chosen" | "place" | "fact">) => (
    <ParagraphText
      key={paragraph.start}
      text={text}
      paragraph={paragraph}
      document={answer.document.id}
      onOpen={onOpen}
      {...lit}
    />
  );
  // A long text has thousands of sentences, and a choice concerns one: paragraphs without it are made once.
  const plain = useMemo(
    () => paragraphs.map((paragraph) => make(paragraph, { chosen: undefined, place: null, fact: null })),
    [text, paragraphs, onOpen],
  );
  return (
    <div class="text">
      {paragraphs.map((paragraph, i) => {
        const lit = chosen ?? place;
        const isLit = lit !== null && lit.start < paragraph.end && lit.end > paragraph.start;
        return isLit ? make(paragraph, { chosen, place, fact }) : plain[i];
      })}
    </div>
  );
}

interface Paragraph extends Placed {
  isHeadline: boolean;
  pieces: { start: number; end: number; sentence?: Said }[];
}

function paragraphsIn(answer: Answer, said: readonly Said[]): Paragraph[] {
  return paragraphsOf(answer.text).map((paragraph) => ({
    ...paragraph,
    isHeadline: paragraph.start < answer.headline_end && paragraph.end <= answer.headline_end,
    pieces: piecesOf(
      paragraph,
      said.filter((one) => one.start < paragraph.end && one.end > paragraph.start),
    ),
  }));
}

interface ParagraphProps extends Pick<Props, "chosen" | "place" | "fact" | "onOpen"> {
  text: Characters;
  paragraph: Paragraph;
  document: string;
}

function ParagraphText({ text, paragraph, document, chosen, place, fact, onOpen }: ParagraphProps) {
  return (
    <p class={paragraph.isHeadline ? "headline" : ""}>
      {paragraph.pieces.map(({ start, end, sentence }) =>
        sentence ? (
          <SaidLink
            key={start}
            text={text}
            sentence={sentence}
            document={document}
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
  return (
    <>
      {segmentsOf(text, place === null ? [] : [place], start, end).map((segment) =>
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
