import type { Activity, Sport } from '../../contract';

/** What a list shows; the days are civil ones of the person's time zone, both inclusive. */
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

/** The filter in the words of the API. */
export function queryOf({ sport, from, to }: Filter): { sport?: Sport; after?: string; before?: string } {
  return {
    ...(sport ? { sport } : {}),
    // "Later than": the last moment before the day that the service tells apart.
    ...(from ? { after: new Date(midnight(from) - 1).toISOString().replace('Z', '9999Z') } : {}),
    ...(to ? { before: new Date(midnight(to, 1)).toISOString() } : {}),
  };
}

/** Whether an activity is in the list. */
export function matches({ sport, from, to }: Filter, activity: Activity): boolean {
  const start = Date.parse(activity.start);
  return (!sport || activity.sport === sport) && (!from || start >= midnight(from)) && (!to || start < midnight(to, 1));
}

function midnight(day: string, later = 0): number {
  const [year, month, number] = day.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, number + later).getTime();
}
