import type { DuplicateCounting, Period, Sport } from '../../contract';
import { go, linkTo, route } from '../state/route.ts';
import { allSports } from '../text/sports.ts';
import { addDays, addYears, daysBetween, earliest, isDate, latest, today, weekday } from './dates.ts';
import { type Measure, measures } from './measures.ts';

/** A range by its name; a year and own dates have more parameters. */
export type RangeName = '4-weeks' | '12-weeks' | '1-year' | 'year' | 'own';

/** What the person wants to see: it is in the link, so that it can be kept and sent. */
export interface Choice {
  readonly measure: Measure;
  readonly period: Period;
  readonly range: RangeName;
  /** The first and the last day. */
  readonly from: string;
  readonly to: string;
  /** The days to compare with. */
  readonly before: { readonly from: string; readonly to: string };
  readonly sport: Sport | null;
  readonly duplicates: DuplicateCounting;
  /** The year of the calendar. */
  readonly year: number;
}

// How many periods the service gives in one answer, and how many days surely have no more months.
const maxPeriods = 366;
const longestRange = maxPeriods * 28;

export const ranges: Readonly<Record<RangeName, string>> = {
  '4-weeks': '4 weeks',
  '12-weeks': '12 weeks',
  '1-year': '1 year',
  year: 'A calendar year',
  own: 'Own dates',
};

export const periods: Readonly<Record<Period, string>> = { day: 'Day', week: 'Week', month: 'Month' };

const weeks: Partial<Readonly<Record<RangeName, number>>> = { '4-weeks': 4, '12-weeks': 12 };

/** Reads the choice from the link; what makes no sense there is as if it were absent. */
export function currentChoice(): Choice {
  const given = route.value.parameters;
  const range = named(ranges, given.get('range')) ?? '12-weeks';
  const days = daysOf(range, given);
  const calendar = Number(given.get('calendar'));
  const wanted = named(periods, given.get('period')) ?? 'week';
  return {
    measure: named(measures, given.get('measure')) ?? 'distance',
    period: allowed(wanted, days.from, days.to) ? wanted : allowed('week', days.from, days.to) ? 'week' : 'month',
    range,
    ...days,
    sport: allSports.find((sport) => sport === given.get('sport')) ?? null,
    duplicates: given.get('duplicates') === 'exclude' ? 'exclude' : 'include',
    year: isYear(calendar) ? calendar : Number((days.to < today() ? days.to : today()).slice(0, 4)),
  };
}

/** Changes parameters of the link; null removes one. */
export function choose(changes: Readonly<Record<string, string | null>>): void {
  go([], changedParameters(changes), true);
}

/** The link to this view with other parameters. */
export function choiceLink(changes: Readonly<Record<string, string | null>>): string {
  return linkTo([], changedParameters(changes));
}

/** Whether the service gives a range by such periods in one answer. */
export function allowed(period: Period, from: string, to: string): boolean {
  const days = daysBetween(from, to) + 1;
  // A range that begins or ends within a week touches one week more.
  return period === 'day' ? days <= maxPeriods : period === 'week' ? days <= (maxPeriods - 1) * 7 : days <= longestRange;
}

/** The smallest periods by which the service gives a range in one answer. */
export function finest(from: string, to: string): Period {
  return (['day', 'week', 'month'] as const).find((period) => allowed(period, from, to)) ?? 'month';
}

/** The range to compare with, in words: after "than in", "than from". */
export function beforeInWords({ range, before }: Choice): string {
  const count = weeks[range];
  if (count) return `in the ${count} weeks before`;
  if (range === '1-year') return 'in the year before';
  return range === 'year' ? `in ${before.from.slice(0, 4)}` : 'in as many days before';
}

export function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= Number(earliest.slice(0, 4)) && year <= Number(latest.slice(0, 4));
}

function changedParameters(changes: Readonly<Record<string, string | null>>): URLSearchParams {
  const parameters = new URLSearchParams(route.value.parameters);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  return parameters;
}

function daysOf(range: RangeName, given: URLSearchParams): Pick<Choice, 'from' | 'to' | 'before'> {
  const now = today();
  const count = weeks[range];
  if (count) {
    // Whole weeks and the current one, so that each bar but the last has seven days.
    const from = addDays(now, -weekday(now) - 7 * (count - 1));
    return { from, to: now, before: { from: addDays(from, -7 * count), to: addDays(now, -7 * count) } };
  }
  if (range === 'own') {
    const [first, to] = [known(given.get('from')) ?? addDays(now, -27), known(given.get('to')) ?? now].sort() as [string, string];
    const from = daysBetween(first, to) < longestRange ? first : addDays(to, 1 - longestRange);
    const length = daysBetween(from, to) + 1;
    return { from, to, before: { from: within(addDays(from, -length)), to: within(addDays(from, -1)) } };
  }
  const year = Number(given.get('year'));
  const [from, to] =
    range === '1-year' ? [addDays(addYears(now, -1), 1), now] : wholeYear(isYear(year) ? year : Number(now.slice(0, 4)));
  return { from, to, before: { from: within(addYears(from, -1)), to: within(addYears(to, -1)) } };
}

/** The first and the last day of a year. */
export function wholeYear(year: number): readonly [from: string, to: string] {
  return [`${year}-01-01`, `${year}-12-31`];
}

function known(date: string | null): string | undefined {
  return isDate(date) ? within(date) : undefined;
}

function within(date: string): string {
  return date < earliest ? earliest : date > latest ? latest : date;
}

function named<T extends string>(names: Readonly<Record<T, unknown>>, name: string | null): T | undefined {
  return name !== null && Object.hasOwn(names, name) ? (name as T) : undefined;
}
