import type { ActivityInput } from '../../contract';
import { type FieldName, fieldNames } from '../state/activityInput.ts';
import { distanceUnit, heightUnit } from './format.ts';

/** What is entered, as text; the start is a local time and an offset. */
export type Entries = Readonly<Record<FieldName | 'offset', string>>;

/** What is wrong, by field. */
export type Errors = Readonly<Partial<Record<FieldName, readonly string[]>>>;

/** Metres in the unit in which a field is entered; undefined if it is no length. */
export function unitOf(name: FieldName): { readonly name: string; readonly metres: number } | undefined {
  return name === 'distanceMeters' ? distanceUnit.value : name === 'elevationGainMeters' ? heightUnit.value : undefined;
}

/** Whether a field is entered as hours, minutes and seconds. */
export function isDuration(name: FieldName): boolean {
  return name === 'elapsedSeconds' || name === 'movingSeconds';
}

/** What a person would enter for an activity. */
export function entriesOf(input: Partial<ActivityInput>): Entries {
  const entries = Object.fromEntries(fieldNames.map((name) => [name, entryOf(name, input)]));
  return { ...entries, offset: input.start ? offsetOf(input.start) : '' } as Entries;
}

/** What a person who adds an activity has entered before the first key: it began now. */
export function firstEntries(): Entries {
  const now = new Date();
  const start = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) + ':00';
  return { ...entriesOf({}), start, offset: offsetAt(start) };
}

/** The person's own offset at a local time. */
export function offsetAt(local: string): string {
  const minutes = -new Date(local).getTimezoneOffset();
  if (Number.isNaN(minutes)) return '';
  const whole = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(whole / 60))}:${pad(whole % 60)}`;
}

/** Reads what was entered. An entry that one of the known activities would have stands for its very value, whatever the unit's precision. */
export function readEntries(entries: Entries, known: readonly ActivityInput[]): { input: Partial<ActivityInput>; errors: Errors } {
  const input: Partial<Record<FieldName, unknown>> = {};
  const errors: Partial<Record<FieldName, readonly string[]>> = {};
  for (const name of fieldNames) {
    if (entries[name] === '') continue;
    const same = known.find((one) => entryOf(name, one) === entries[name] && (name !== 'start' || offsetOf(one.start) === entries.offset));
    const value = same ? same[name] : read(name, entries, known);
    if (value instanceof Error) errors[name] = [value.message];
    else input[name] = value;
  }
  return { input: input as Partial<ActivityInput>, errors };
}

function entryOf(name: FieldName, input: Partial<ActivityInput>): string {
  const value = input[name];
  if (value === undefined) return '';
  const unit = unitOf(name);
  if (unit) return String(Number((Number(value) / unit.metres).toFixed(4)));
  if (isDuration(name)) return durationOf(Number(value));
  return name === 'start' ? String(value).slice(0, 19) : String(value);
}

function read(name: FieldName, entries: Entries, known: readonly ActivityInput[]): string | number | Error {
  const entry = entries[name];
  const unit = unitOf(name);
  if (name === 'start') {
    const local = entry.padEnd(19, ':00');
    if (!/^[+-]\d\d:\d\d$/.test(entries.offset)) return new Error('Write the offset from UTC as +hh:mm, such as +01:00 or -05:30.');
    // The form has no fractions of a second; another offset takes none away.
    const fraction = known.find((one) => entryOf(name, one) === local)?.start.match(/\.\d+/)?.[0] ?? '';
    return local + fraction + entries.offset;
  }
  if (isDuration(name)) {
    const parts = /^\s*(?:(\d{1,6}):)?(\d{1,6}):(\d\d)\s*$/.exec(entry);
    if (!parts || (parts[1] !== undefined && Number(parts[2]) > 59) || Number(parts[3]) > 59)
      return new Error('Write hours:minutes:seconds, such as 1:05:30, or minutes:seconds, such as 31:05.');
    return Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
  }
  if (!isNumber(name)) return entry;
  const number = Number(entry);
  return unit ? Number((number * unit.metres).toFixed(4)) : number;
}

function isNumber(name: FieldName): boolean {
  return !['sport', 'name', 'source', 'device', 'notes'].includes(name);
}

function offsetOf(start: string): string {
  return start.endsWith('Z') ? '+00:00' : start.slice(-6);
}

function durationOf(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
