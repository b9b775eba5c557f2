/** A text with marked places, as text nodes: whatever an article holds is shown and never run. */

import { useMemo } from "preact/hooks";
import { Characters, type Placed, segmentsOf } from "../offsets";
import type { Assertion, Mark } from "../types";

interface Props {
  text: string;
  marks: readonly (Placed & { role: string })[];
}

export function Marked({ text, marks }: Props) {
  const segments = useMemo(() => {
    const characters = new Characters(text);
    return segmentsOf(characters, marks, 0, characters.length);
  }, [text, marks]);
  return (
    <>
      {segments.map((segment) =>
        segment.marks.length === 0 ? (
          segment.text
        ) : (
          <mark key={segment.start} class={[...new Set(segment.marks.map((mark) => mark.role))].join(" ")}>
            {segment.text}
          </mark>
        ),
      )}
    </>
  );
}

/** The words of a fact in its sentence, as places in the text that begins at `from`. */
export function marksOf(fact: Assertion, from: number): Mark[] {
  const spans = (
    [
      ["subject", fact.subject_span],
      ["predicate", fact.predicate_span],
      ["object", fact.object_span],
    ] as const
  ).flatMap(([role, places]) => places.map(([start, end]) => ({ start: start - from, end: end - from, role })));
  return spans;
}

/** The sentence of a fact, with its words marked: the record alone suffices, so nothing is asked of the server. */
export function Sentence({ fact }: { fact: Assertion }) {
  const marks = useMemo(() => marksOf(fact, fact.start), [fact]);
  return (
    <q class="sentence-quote">
      <Marked text={fact.sentence} marks={marks} />
    </q>
  );
}
