import type { Activity, DuplicateCounting, Sport } from '../../contract';
import { api } from '../api/client.ts';
import { failureOf } from '../api/failures.ts';
import { whenFollowing } from '../state/sync.ts';
import { beganWithin, instantsAround } from './dates.ts';
import type { Answer } from './reading.ts';

/** Single activities of a range, oldest first. */
export interface Single {
  readonly activities: readonly Activity[];
  /** Whether there are older ones that were not read. */
  readonly isCut: boolean;
}

const pageSize = 200;
const maxPages = 5;

/** How many activities are read at most. */
export const mostRead = pageSize * maxPages;

/** Reads the newest activities of a range of civil dates, for which the list knows instants only. */
export async function readSingle(from: string, to: string, sport: Sport | null, duplicates: DuplicateCounting): Promise<Answer<Single>> {
  await whenFollowing();
  const found: Activity[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const query = {
      ...instantsAround(from, to),
      limit: pageSize,
      ...(sport ? { sport } : {}),
      ...(cursor ? { cursor } : {}),
    };
    const { data, error, response }: Awaited<ReturnType<typeof page>> = await page(query);
    if (!data) return { failure: failureOf(error, response) };
    found.push(...data.items);
    cursor = data.nextCursor;
  } while (cursor !== null && ++pages < maxPages);
  const activities = found.filter(
    ({ start, possibleDuplicateOf }) => beganWithin(start, from, to) && (duplicates === 'include' || possibleDuplicateOf === undefined),
  );
  return { data: { activities: activities.reverse(), isCut: cursor !== null } };
}

function page(query: { after?: string; before?: string; limit: number; sport?: Sport; cursor?: string }) {
  return api.GET('/v1/activities', { params: { query } });
}
