import type { ComponentChild } from 'preact';
import type { Activity, ActivitySource } from '../../contract';
import { html } from '../html.ts';
import { linkTo } from '../state/route.ts';
import { hasPace, rateOf } from '../text/activity.ts';
import { count, distance, duration, height, instant, localStart } from '../text/format.ts';
import { sportIcon, sportName } from '../text/sports.ts';

const sources: Readonly<Record<ActivitySource, string>> = { app: 'The mobile app', device: 'A device', manual: 'Entered by hand' };

/** All sources, with their names. */
export const allSources = Object.entries(sources) as readonly (readonly [ActivitySource, string])[];

interface Member<K extends keyof Activity = keyof Activity> {
  readonly label: string;
  readonly show: (value: NonNullable<Activity[K]>) => ComponentChild;
}

// Complete for the contract, or the build fails; in the order in which they are shown.
const members: { readonly [K in keyof Required<Activity>]: Member<K> } = {
  sport: { label: 'Sport', show: (value) => html`<span aria-hidden="true">${sportIcon(value)}</span> ${sportName(value)}` },
  name: { label: 'Name', show: text },
  start: { label: 'Start', show: start },
  elapsedSeconds: { label: 'Time, pauses included', show: duration },
  movingSeconds: { label: 'Time in motion', show: duration },
  distanceMeters: { label: 'Distance', show: distance },
  elevationGainMeters: { label: 'Climb', show: height },
  energyKilocalories: { label: 'Energy', show: (value) => `${count(value)} kcal` },
  steps: { label: 'Steps', show: count },
  averageHeartRate: { label: 'Average heart rate', show: (value) => `${count(value)} /min` },
  maxHeartRate: { label: 'Maximum heart rate', show: (value) => `${count(value)} /min` },
  source: { label: 'Source', show: (value) => sources[value] ?? value },
  device: { label: 'Device', show: text },
  notes: { label: 'Notes', show: text },
  possibleDuplicateOf: {
    label: 'Possible duplicate of',
    show: (value) => html`<a href=${linkTo(['activities', value])}>the activity <code>${value}</code></a>`,
  },
  createdAt: { label: 'Created', show: instant },
  updatedAt: { label: 'Changed', show: instant },
  version: { label: 'Version', show: count },
  id: { label: 'Id', show: code },
  etag: { label: 'ETag', show: code },
};

/** A member's name for people. */
export function labelOf(name: keyof Activity): string {
  return members[name].label;
}

/** A member's value for people. */
export function shown(name: keyof Activity, activity: Partial<Activity>): ComponentChild {
  const value = activity[name];
  return value === undefined ? '–' : (members[name] as Member).show(value as never);
}

/** Everything that an activity has, also what this page does not know yet. */
export function ActivityDetails({ activity }: { activity: Activity }) {
  const rate = rateOf(activity);
  const known = (Object.keys(members) as (keyof Activity)[]).filter((name) => activity[name] !== undefined);
  const unknown = Object.entries(activity).filter(([name]) => !(name in members));
  return html`<dl class="details">
    ${known.map((name) => html`<${Entry} key=${name} label=${labelOf(name)}>${shown(name, activity)}<//>`)}
    ${rate && html`<${Entry} label=${hasPace(activity.sport) ? 'Pace' : 'Speed'}>${rate}<//>`}
    ${unknown.map(([name, value]) => html`<${Entry} key=${name} label=${name}>${text(typeof value === 'string' ? value : JSON.stringify(value))}<//>`)}
  </dl>`;
}

function Entry({ label, children }: { label: string; children?: ComponentChild }) {
  return html`<div>
    <dt>${label}</dt>
    <dd>${children}</dd>
  </div>`;
}

function text(value: string): ComponentChild {
  return html`<span class="text" dir="auto">${value}</span>`;
}

function code(value: string): ComponentChild {
  return html`<code>${value}</code>`;
}

function start(value: string): ComponentChild {
  const offset = /Z$/.test(value) ? '+00:00' : value.slice(-6);
  return html`${localStart(value, { dateStyle: 'full', timeStyle: 'medium' })} <small>(${offset}; for you ${instant(value)})</small>`;
}
