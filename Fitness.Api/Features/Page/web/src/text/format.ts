import { computed } from '@preact/signals';
import { units } from '../state/preferences.ts';

/** Metres in an international mile, a yard and a foot (exact since 1959). */
export const metresPerMile = 1609.344;
export const metresPerYard = 0.9144;
export const metresPerFoot = 0.3048;

const locale = navigator.languages.length > 0 ? [...navigator.languages] : undefined;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const few = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const percentage = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });

/** The unit of distances, and how many metres it has. */
export const distanceUnit = computed(() => (units.value === 'imperial' ? { name: 'mi', metres: metresPerMile } : { name: 'km', metres: 1000 }));

/** The unit of heights, and how many metres it has. */
export const heightUnit = computed(() => (units.value === 'imperial' ? { name: 'ft', metres: metresPerFoot } : { name: 'm', metres: 1 }));

/** A distance in metres, such as "10.02 km". */
export function distance(metres: number): string {
  const { name, metres: each } = distanceUnit.value;
  const value = metres / each;
  return `${(value < 100 ? hundredths : value < 1000 ? tenths : whole).format(value)} ${name}`;
}

/** A height in metres, such as "120 m". */
export function height(metres: number): string {
  const { name, metres: each } = heightUnit.value;
  return `${whole.format(metres / each)} ${name}`;
}

/** Seconds as hours, minutes and seconds, such as "1:02:03". */
export function duration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
  return hours > 0 ? `${whole.format(hours)}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** A whole number with the locale's separators. */
export function count(value: number): string {
  return whole.format(value);
}

/** A size in bytes, such as "183 kB". */
export function bytes(size: number): string {
  return size < 1000 ? `${whole.format(size)} B` : size < 1_000_000 ? `${whole.format(size / 1000)} kB` : `${few.format(size / 1_000_000)} MB`;
}

/** A number with at most two decimal places, as few as it needs. */
export function decimal(value: number): string {
  return few.format(value);
}

/** A ratio as a percentage without decimal places, such as "12 %". */
export function percent(ratio: number): string {
  return percentage.format(ratio);
}

/** Seconds of motion for each kilometre or mile, such as "5:30 /km". */
export function pace(seconds: number, metres: number): string {
  const { name, metres: each } = distanceUnit.value;
  return `${duration((seconds * each) / metres)} /${name}`;
}

/** Seconds of motion for each 100 metres or yards, such as "2:05 /100 m". */
export function swimPace(seconds: number, metres: number): string {
  const [name, each] = units.value === 'imperial' ? ['yd', 100 * metresPerYard] : ['m', 100];
  return `${duration((seconds * each) / metres)} /100 ${name}`;
}

/** Kilometres or miles an hour. */
export function speed(seconds: number, metres: number): string {
  const { name, metres: each } = distanceUnit.value;
  return `${tenths.format(((metres / each) * 3600) / seconds)} ${name === 'mi' ? 'mph' : 'km/h'}`;
}

/** An instant in the person's own time zone. */
export function instant(time: string): string {
  return moment.format(new Date(time));
}

/** When an activity began, as the clock was where it began: a time with an offset, as the service gives it. */
export function localStart(start: string, style: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }): string {
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(civil(start));
}

/** The activity's civil date and time, as if it were UTC. */
export function civil(start: string): Date {
  return new Date(`${start.slice(0, 19)}Z`);
}

/** A civil date, such as "2026-11-27", in words. */
export function day(date: string, style: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** Civil dates from one to another, such as "2–8 Nov 2026". */
export function days(from: string, to: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(civil(`${from}T00:00:00`), civil(`${to}T00:00:00`));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
