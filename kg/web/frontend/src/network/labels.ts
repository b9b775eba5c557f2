/** Names beside discs and words along lines: the more important first, none on another. */

import type { Theme } from "./style";

/** A disc whose name might be written; places and sizes in pixels. */
export interface NameWish {
  label: string;
  x: number;
  y: number;
  radius: number;
}

/** A line along which words might be written. */
export interface WordsWish {
  label: string;
  start: { x: number; y: number; radius: number };
  end: { x: number; y: number; radius: number };
  beside: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const LONGEST = 30;
const [SMALLEST, LARGEST] = [11, 16];
const WORDS = 10.5;
const HALO = 3;
/** The upper right corner, where the buttons are. */
const BUTTONS = { width: 48, height: 124 };
/** Discs of a larger radius are named even where the name covers smaller ones. */
const LARGE = 10;

export class Labels {
  private taken: Box[] = [];
  private discs: Box[] = [];
  private room: Box = { left: 0, top: 0, right: 0, bottom: 0 };
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly theme: () => Theme,
  ) {}

  /** Begin a new picture, of that width and height. */
  clear(width: number, height: number): void {
    this.taken = [{ left: width - BUTTONS.width, top: 0, right: width, bottom: BUTTONS.height }];
    this.discs = [];
    this.room = { left: 2, top: 2, right: width - 2, bottom: height - 2 };
  }

  /** Keep names off a disc. */
  keepOff({ x, y, radius }: { x: number; y: number; radius: number }): void {
    this.discs.push(boxAround(x, y, 1.6 * radius, 1.6 * radius));
  }

  /**
   * Write a name right of its disc, or on another side; nothing where all are taken, unless it has to be.
   *
   * A name that would cover no other name, but a disc, is written if its own disc is among the large ones.
   */
  writeName(wish: NameWish, isNeeded = false): boolean {
    const size = fontSize(wish.radius);
    const font = `${wish.radius > 9 ? 600 : 500} ${size}px ${this.theme().font}`;
    const text = shorten(wish.label, isNeeded ? 2 * LONGEST : LONGEST);
    const width = this.widthOf(text, font);
    const sides = sidesOf(wish, width, size);
    const free = sides.filter((side) => isWithin(side, this.room) && !meets(side, this.taken));
    const best = free.find((side) => !meets(side, this.discs)) ?? (wish.radius > LARGE ? free[0] : undefined);
    const box = best ?? (isNeeded ? (free[0] ?? sides[0]!) : null);
    if (!box) return false;
    this.taken.push(box);
    this.write(text, font, box.left, (box.top + box.bottom) / 2, this.theme().text);
    return true;
  }

  /** Write words along a line if there is room; whether they were written. */
  writeWords({ label, start, end, beside }: WordsWish, colour: string): boolean {
    const [x, y] = [end.x - start.x, end.y - start.y];
    const far = Math.hypot(x, y);
    const font = `400 ${WORDS}px ${this.theme().font}`;
    const width = this.widthOf(label, font);
    if (far - start.radius - end.radius < width + 16) return false;
    const along = (start.radius + (far - start.radius - end.radius) / 2) / far;
    const middle = { x: start.x + x * along + (y / far) * beside, y: start.y + y * along - (x / far) * beside };
    let angle = Math.atan2(y, x);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    const [wide, high] = [
      Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * WORDS,
      Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * WORDS,
    ];
    const box = boxAround(middle.x, middle.y, wide, high);
    if (meets(box, this.taken) || meets(box, this.discs)) return false;
    this.taken.push(box);
    this.context.save();
    this.context.translate(middle.x, middle.y);
    this.context.rotate(angle);
    this.write(label, font, -width / 2, 0, colour);
    this.context.restore();
    return true;
  }

  private write(text: string, font: string, x: number, y: number, colour: string): void {
    const context = this.context;
    context.font = font;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.strokeStyle = this.theme().background;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  private widthOf(text: string, font: string): number {
    const key = `${font}|${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.context.font = font;
      width = this.context.measureText(text).width;
      if (this.widths.size > 20_000) this.widths.clear();
      this.widths.set(key, width);
    }
    return width;
  }
}

function meets(box: Box, others: readonly Box[]): boolean {
  return others.some(
    (other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top,
  );
}

function isWithin(box: Box, room: Box): boolean {
  return box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
}

function fontSize(radius: number): number {
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, 9.5 + radius * 0.4)));
}

/** Where a name may stand: right of its disc, left of it, below it, above it. */
function sidesOf({ x, y, radius }: NameWish, width: number, size: number): Box[] {
  const away = radius + 3;
  return [
    boxAround(x + away + width / 2, y, width, size),
    boxAround(x - away - width / 2, y, width, size),
    boxAround(x, y + away + size / 2, width, size),
    boxAround(x, y - away - size / 2, width, size),
  ];
}

function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function shorten(label: string, longest: number): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`;
}
