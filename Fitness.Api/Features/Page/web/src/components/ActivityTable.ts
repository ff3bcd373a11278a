import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Activity } from '../../contract';
import { html } from '../html.ts';
import type { Chunk } from '../state/activityOrder.ts';
import { units } from '../state/preferences.ts';
import { linkTo } from '../state/route.ts';
import { rateOf, titleOf } from '../text/activity.ts';
import { count, day, distance, duration, height, localStart } from '../text/format.ts';
import { sportIcon, sportName } from '../text/sports.ts';

// Columns with numbers, the important ones first; narrow windows show fewer, by their class.
const columns: readonly (readonly [name: string, label: string, value: (activity: Activity) => string | null])[] = [
  ['distance', 'Distance', ({ distanceMeters }) => some(distanceMeters, distance)],
  ['time', 'Time', ({ movingSeconds, elapsedSeconds }) => duration(movingSeconds ?? elapsedSeconds)],
  ['rate', 'Pace or speed', rateOf],
  ['climb', 'Climb', ({ elevationGainMeters }) => some(elevationGainMeters, height)],
  ['energy', 'Energy', ({ energyKilocalories }) => some(energyKilocalories, (value) => `${count(value)} kcal`)],
  ['steps', 'Steps', ({ steps }) => some(steps, count)],
  ['pulse', 'Heart rate', ({ averageHeartRate }) => some(averageHeartRate, (value) => `${count(value)} /min`)],
];

// What a table takes before it is drawn, in the units of activities.css.
const rowHeight = 3.75;
const headHeight = 5.5;

/** The element's id of the link to an activity. */
export function linkId(id: string): string {
  return `activity-${id}`;
}

/** A month's activities, or a part of them. It is drawn when it comes near, and again only if anything in it has changed. */
export function ActivityTable({ chunk }: { chunk: Chunk }): VNode {
  return useMemo(() => {
    const month = day(`${chunk.month}-01`, { month: 'long', year: 'numeric' });
    return html`<div class="month" style=${{ containIntrinsicBlockSize: `auto ${headHeight + rowHeight * chunk.items.length}rem` }}>
      <table>
        <caption>
          ${chunk.isFirst ? html`<h2>${month}</h2>` : `${month}, continued`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Activity</th>
            ${columns.map(([name, label]) => html`<th scope="col" class=${name}>${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${chunk.items.map((activity) => html`<${Row} key=${activity.id} activity=${activity} />`)}
        </tbody>
      </table>
    </div>`;
  }, [chunk, units.value]);
}

function Row({ activity }: { activity: Activity }) {
  const { id, sport, start, possibleDuplicateOf } = activity;
  return html`<tr>
    <th scope="row">
      <span class="icon" aria-hidden="true">${sportIcon(sport)}</span>
      <span class="what">
        <a id=${linkId(id)} data-id=${id} href=${linkTo(['activities', id])} dir="auto">${titleOf(activity)}</a>
        <small>
          ${possibleDuplicateOf && html`<strong class="duplicate">possible duplicate</strong> · `}
          ${localStart(start, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })} · ${sportName(sport)}
        </small>
      </span>
    </th>
    ${columns.map(([name, , value]) => html`<td class=${name}>${value(activity)}</td>`)}
  </tr>`;
}

function some(value: number | undefined, format: (value: number) => string): string | null {
  return value === undefined ? null : format(value);
}
