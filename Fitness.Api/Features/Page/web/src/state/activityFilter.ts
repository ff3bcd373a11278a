import type { Activity, Sport } from '../../contract';
import { beganWithin, instantsAround } from '../pictures/dates.ts';

/** What a list shows; the days are those of the clock where an activity began, as the pictures count them, both inclusive. */
export interface Filter {
  readonly sport: Sport | null;
  readonly from: string | null;
  readonly to: string | null;
}

const date = /^\d{4}-\d\d-\d\d$/;

/** The filter that a link's parameters name. */
export function filterOf(parameters: URLSearchParams): Filter {
  const day = (name: string) => {
    const text = parameters.get(name) ?? '';
    return date.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
  };
  return { sport: parameters.get('sport') as Sport | null, from: day('from'), to: day('to') };
}

/** The parameters that name a filter. */
export function parametersOf(filter: Filter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Whether no activity can be in it. */
export function isBackwards({ from, to }: Filter): boolean {
  return from !== null && to !== null && from > to;
}

/** The filter in the words of the API, which knows instants only: what it gives has to be looked through by the days. */
export function queryOf({ sport, from, to }: Filter): { sport?: Sport; after?: string; before?: string } {
  return { ...(sport ? { sport } : {}), ...instantsAround(from, to) };
}

/** Whether an activity is in the list. */
export function matches({ sport, from, to }: Filter, activity: Activity): boolean {
  return (!sport || activity.sport === sport) && beganWithin(activity.start, from, to);
}
