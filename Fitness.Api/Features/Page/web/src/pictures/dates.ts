// Civil dates, such as "2026-11-27": they have no time zone, and are computed with as if they were UTC.

const dayLength = 86_400_000;

/** The first and the last date of which the service knows. */
export const earliest = '1970-01-01';
export const latest = '2099-12-31';

/** The person's civil date. */
export function today(): string {
  const now = new Date();
  return text(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return text(number(date) + days * dayLength);
}

/** The same day of another year; 29 February becomes the 28th where there is none. */
export function addYears(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const same = `${String(year).padStart(4, '0')}${date.slice(4)}`;
  return exists(same) ? same : `${same.slice(0, 8)}28`;
}

/** How many days the second date is later than the first. */
export function daysBetween(first: string, second: string): number {
  return Math.round((number(second) - number(first)) / dayLength);
}

/** 0 for Monday to 6 for Sunday: a week begins as in the service's summaries (ISO 8601). */
export function weekday(date: string): number {
  return (new Date(number(date)).getUTCDay() + 6) % 7;
}

/** The instants between which every activity of such days begins: somewhere on Earth a day begins 14 hours earlier, or ends 12 hours later, than in UTC. */
export function instantsAround(from: string | null, to: string | null): { readonly after?: string; readonly before?: string } {
  return { ...(from ? { after: `${addDays(from, -1)}T00:00:00Z` } : {}), ...(to ? { before: `${addDays(to, 2)}T00:00:00Z` } : {}) };
}

/** Whether an activity began on one of the days, by the clock where it began, as the service's sums count it. */
export function beganWithin(start: string, from: string | null, to: string | null): boolean {
  const date = start.slice(0, 10);
  return (!from || date >= from) && (!to || date <= to);
}

/** Whether a text is a date that there is. */
export function isDate(value: string | null): value is string {
  return value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) && exists(value);
}

function exists(date: string): boolean {
  return !Number.isNaN(number(date)) && text(number(date)) === date;
}

function number(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function text(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
