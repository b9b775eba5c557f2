/** Places in texts. The server counts characters (code points), JavaScript counts UTF-16 units: 😀 is one and two. */

export interface Placed {
  start: number;
  end: number;
}

/** A piece of a text, and all marks that cover it. */
export interface Segment<M extends Placed> {
  text: string;
  start: number;
  marks: M[];
}

/** Cuts a text by characters; a text without characters beyond 16 bits needs no second copy. */
export class Characters {
  private readonly characters: string[] | null;

  constructor(private readonly text: string) {
    this.characters = /[\ud800-\udbff]/.test(text) ? Array.from(text) : null;
  }

  get length(): number {
    return this.characters?.length ?? this.text.length;
  }

  slice(start: number, end: number): string {
    return this.characters === null ? this.text.slice(start, end) : this.characters.slice(start, end).join("");
  }
}

/** The text from `start` to `end` in pieces: where a mark begins or ends, a new piece begins. */
export function segmentsOf<M extends Placed>(
  text: Characters,
  marks: readonly M[],
  start: number,
  end: number,
): Segment<M>[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.start < mark.end);
  const cuts = new Set([start, end]);
  for (const mark of inside) {
    cuts.add(Math.max(start, mark.start));
    cuts.add(Math.min(end, mark.end));
  }
  const places = [...cuts].sort((one, other) => one - other);
  const pieces: Segment<M>[] = [];
  for (let i = 0; i + 1 < places.length; i++) {
    const [from, to] = [places[i]!, places[i + 1]!];
    const covering = inside.filter((mark) => mark.start <= from && mark.end >= to);
    pieces.push({ text: text.slice(from, to), start: from, marks: covering });
  }
  return pieces;
}

/** The paragraphs of a text, which one blank line parts, as ranges of characters. */
export function paragraphsOf(text: string): Placed[] {
  const found: Placed[] = [];
  let start = 0;
  for (const paragraph of text.split("\n\n")) {
    const length = new Characters(paragraph).length;
    found.push({ start, end: start + length });
    start += length + 2;
  }
  return found;
}

/** The range in "#char=120,233" (RFC 5147), or null. */
export function placeIn(hash: string): Placed | null {
  const found = /^#char=(\d{1,9}),(\d{1,9})$/.exec(hash);
  if (found === null) return null;
  const [start, end] = [Number(found[1]), Number(found[2])];
  return start < end ? { start, end } : null;
}
