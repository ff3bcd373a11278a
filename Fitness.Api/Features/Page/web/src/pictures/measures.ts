import type { Sport, SummaryItem, SummaryTotals } from '../../contract';
import { count, distance, distanceUnit, duration, height, heightUnit } from '../text/format.ts';

/** What is summed. */
export type Measure = 'distance' | 'moving' | 'elapsed' | 'climb' | 'energy' | 'steps' | 'number';

interface Description {
  readonly name: string;
  /** The sum in the service's unit; null when there are activities, and none of them has it. */
  readonly of: (totals: SummaryTotals) => number | null;
  /** The sum in words, with its unit. */
  readonly text: (sum: number) => string;
  /** The unit of an axis, and how many of the service's units it has. */
  readonly axis: () => { readonly name: string; readonly each: number };
}

const plain = (name: string) => () => ({ name, each: 1 });
const inHours = () => ({ name: 'hours', each: 3600 });
const inUnit = (unit: typeof distanceUnit) => () => ({ name: unit.value.name, each: unit.value.metres });

/** All measures, by their names in a link. */
export const measures: Readonly<Record<Measure, Description>> = {
  distance: { name: 'Distance', of: (totals) => totals.distanceMeters, text: distance, axis: inUnit(distanceUnit) },
  moving: { name: 'Moving time', of: (totals) => totals.movingSeconds, text: duration, axis: inHours },
  elapsed: { name: 'Elapsed time', of: (totals) => totals.elapsedSeconds, text: duration, axis: inHours },
  climb: { name: 'Climb', of: (totals) => totals.elevationGainMeters, text: height, axis: inUnit(heightUnit) },
  energy: { name: 'Energy', of: (totals) => totals.energyKilocalories, text: (sum) => `${count(sum)} kcal`, axis: plain('kcal') },
  steps: { name: 'Steps', of: (totals) => totals.steps, text: (sum) => `${count(sum)} steps`, axis: plain('steps') },
  number: {
    name: 'Activities',
    of: (totals) => totals.count,
    text: (sum) => (sum === 1 ? '1 activity' : `${count(sum)} activities`),
    axis: plain('activities'),
  },
};

/** A period's sum of a measure, of one sport or of all. */
export function sumOf({ totals, bySport }: SummaryItem, measure: Measure, sport: Sport | null): number | null {
  const counted = sport === null ? totals : bySport[sport];
  return counted ? measures[measure].of(counted) : 0;
}

/** The sum of periods: null when there is none. */
export function add(sums: readonly (number | null)[]): number | null {
  const known = sums.filter((sum) => sum !== null);
  return known.length === 0 ? null : known.reduce((total, sum) => total + sum, 0);
}

/** How many activities periods have, of one sport or of all. */
export function countOf(items: readonly SummaryItem[], sport: Sport | null): number {
  return items.reduce((total, item) => total + (sumOf(item, 'number', sport) ?? 0), 0);
}

/** A sum in words; without one, a dash. */
export function inWords(measure: Measure, sum: number | null): string {
  return sum === null ? '–' : measures[measure].text(sum);
}
