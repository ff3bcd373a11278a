import { signal } from '@preact/signals';
import type { Activity, Change } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { type Chunk, chunksOf, placeOf } from './activityOrder.ts';
import { type Filter, matches, parametersOf, queryOf } from './activityFilter.ts';
import { identity } from './session.ts';
import { onChanges, whenFollowing } from './sync.ts';

const pageSize = 100;
const largestPage = 200;

/** A list of activities, read page by page, in which changes appear where they belong. */
export class ActivityList {
  readonly chunks = signal<readonly Chunk[]>([]);
  readonly count = signal(0);
  readonly isBusy = signal(false);
  readonly isComplete = signal(false);
  readonly failure = signal<Failure | null>(null);
  /** The activity that was opened last from here. */
  opened: string | null = null;
  private items: Activity[] = [];
  private cursor: string | null = null;
  // What changed while a page was on its way: it may have been read before.
  private meanwhile: Change[] = [];
  // Whether what is shown has to be read anew.
  private isStale = false;
  // Counts the readings from the start: an answer to an older one is of no use.
  private reading = 0;
  private readonly stop: () => void;

  constructor(private readonly filter: Filter) {
    this.stop = onChanges((changes) => (changes ? this.apply(changes) : void this.readAnew()));
  }

  /** Ends it. */
  close(): void {
    this.reading++;
    this.stop();
  }

  /** Reads the next page that has anything, if there is one; or again what could not be read. */
  async more(): Promise<void> {
    if (this.isBusy.value) return;
    if (this.isStale) await this.readAnew();
    else if (!this.isComplete.value) await this.read(this.items, this.items.length + 1, pageSize);
  }

  /** Reads as much as is shown from the start, and shows it when all is there. */
  private async readAnew(): Promise<void> {
    this.cursor = null;
    this.isStale = true;
    await this.read([], Math.max(1, this.items.length), largestPage);
  }

  private async read(before: readonly Activity[], wanted: number, limit: number): Promise<void> {
    const reading = ++this.reading;
    this.isBusy.value = true;
    this.failure.value = null;
    await whenFollowing();
    this.meanwhile = [];
    const items = [...before];
    let cursor = this.cursor;
    do {
      const query = { ...queryOf(this.filter), limit, ...(cursor ? { cursor } : {}) };
      const { data, error, response } = await api.GET('/v1/activities', { params: { query } });
      if (reading !== this.reading) return;
      if (!data) {
        this.failure.value = failureOf(error, response);
        this.isBusy.value = false;
        return;
      }
      items.push(...data.items.filter((item) => matches(this.filter, item)));
      cursor = data.nextCursor;
    } while (cursor && items.length < wanted);
    this.cursor = cursor;
    this.isStale = false;
    this.isComplete.value = cursor === null;
    this.isBusy.value = false;
    // What is shown may have changed since; what came must not be there twice.
    const shown = before.length > 0 ? this.items : [];
    const ids = new Set(shown.map((item) => item.id));
    this.items = [...shown, ...items.slice(before.length).filter((item) => !ids.has(item.id))];
    this.apply(this.meanwhile);
  }

  private apply(changes: readonly Change[]): void {
    if (this.isBusy.value) this.meanwhile.push(...changes);
    for (const { id, activity } of changes) {
      const at = this.items.findIndex((item) => item.id === id);
      // Told again, or later than what is shown: nothing to do.
      if (at >= 0 && activity && this.items[at]!.version >= activity.version) continue;
      if (at >= 0) this.items.splice(at, 1);
      if (!activity || !matches(this.filter, activity)) continue;
      const place = placeOf(this.items, activity);
      // What lies behind the last page comes with its own.
      if (place < this.items.length || this.isComplete.value) this.items.splice(place, 0, activity);
    }
    this.chunks.value = chunksOf(this.items, this.chunks.value);
    this.count.value = this.items.length;
  }
}

let current: { readonly name: string; readonly list: ActivityList } | null = null;

// What was read belongs to the user who read it.
identity.subscribe(() => {
  current?.list.close();
  current = null;
});

/** The list with a filter. The last one stays, so that it is as it was when one comes back to it. */
export function listOf(filter: Filter): ActivityList {
  const name = parametersOf(filter).toString();
  if (current?.name !== name) {
    current?.list.close();
    current = { name, list: new ActivityList(filter) };
  }
  return current.list;
}
