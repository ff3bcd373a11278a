import type { Activity } from '../../contract';

/** Neighbouring activities of one month, in the list's order. */
export interface Chunk {
  readonly key: string;
  /** Year and month in the activities' own offsets, such as "2026-11". */
  readonly month: string;
  /** Whether the month begins here; a long one has several chunks. */
  readonly isFirst: boolean;
  readonly items: readonly Activity[];
}

// So many rows are drawn anew when one of them changes.
const largest = 60;

/** Orders as the service's list does, but ascending: by the instant of the start with its seven digits, then by the id. */
export function orderOf({ start, id }: Activity): string {
  const fraction = /\.(\d+)/.exec(start)?.[1] ?? '';
  return `${new Date(start).toISOString().slice(0, 19)}.${fraction.padEnd(7, '0')}#${id}`;
}

/** Where an activity stands, or belongs, in a list with the newest first. */
export function placeOf(items: readonly Activity[], activity: Activity): number {
  const order = orderOf(activity);
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orderOf(items[middle]!) > order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts a list into chunks. One that is as before is the same object, so that it is not drawn again. */
export function chunksOf(items: readonly Activity[], before: readonly Chunk[]): readonly Chunk[] {
  const known = new Map(before.map((chunk) => [chunk.key, chunk]));
  const counts = new Map<string, number>();
  const chunks: Chunk[] = [];
  for (let start = 0, end = 0; start < items.length; start = end) {
    const month = items[start]!.start.slice(0, 7);
    while (end < items.length && end - start < largest && items[end]!.start.startsWith(month)) end++;
    const count = counts.get(month) ?? 0;
    counts.set(month, count + 1);
    const chunk = { key: `${month}/${count}`, month, isFirst: chunks.at(-1)?.month !== month, items: items.slice(start, end) };
    const old = known.get(chunk.key);
    chunks.push(old && isSame(old, chunk) ? old : chunk);
  }
  return chunks;
}

function isSame(one: Chunk, other: Chunk): boolean {
  return one.isFirst === other.isFirst && one.items.length === other.items.length && one.items.every((item, index) => item === other.items[index]);
}
