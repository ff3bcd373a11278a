import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Activity, Sport } from '../../contract';
import { html } from '../html.ts';
import { go, linkTo } from '../state/route.ts';
import { titleOf } from '../text/activity.ts';
import { civil, count, days, localStart } from '../text/format.ts';
import { sportIcon, sportName } from '../text/sports.ts';
import { look, valueAxis } from './axes.ts';
import { Chart, type Plot } from './Chart.ts';
import type { Choice } from './choice.ts';
import { DataTable } from './DataTable.ts';
import { type Single, mostRead } from './pulse-reading.ts';
import { seriesCount } from './theme.ts';

interface Props extends Single {
  readonly choice: Choice;
}

const unit = 'beats a minute';

/** Average and maximum heart rate of single activities, by sport. */
export function Pulse({ choice, activities, isCut }: Props) {
  const { sport } = choice;
  const { beating, groups, plot } = useMemo(() => {
    const beating = activities
      .filter((activity) => (sport === null || activity.sport === sport) && (activity.averageHeartRate ?? activity.maxHeartRate) !== undefined)
      .map((activity) => ({ activity, at: civil(activity.start).getTime() / 1000 }))
      .sort((one, other) => one.at - other.at);
    const groups = groupsOf(beating.map(({ activity }) => activity));
    const values = (sports: ReadonlySet<Sport>, rate: 'averageHeartRate' | 'maxHeartRate') =>
      beating.map(({ activity }) => (sports.has(activity.sport) ? (activity[rate] ?? null) : null));
    const plot: Plot = {
      data: [
        beating.map(({ at }) => at),
        ...groups.flatMap(({ sports }) => [values(sports, 'averageHeartRate'), values(sports, 'maxHeartRate')]),
      ],
      options: (theme) => ({
        // The times are civil: they are shown as they are.
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: {
          x: { range: (_, min, max) => (min < max ? [min, max] : [min - 43_200, max + 43_200]) },
          y: { range: (_, min, max) => [Math.max(0, min - 10), max + 10] },
        },
        series: [
          {},
          ...groups.flatMap((_, index) => {
            const colour = theme.series[index]!;
            return [
              { paths: () => null, points: { show: true, size: 7, fill: colour, stroke: colour } },
              { paths: () => null, points: { show: true, size: 7, fill: theme.surface, stroke: colour, width: 1.5 } },
            ];
          }),
        ],
        axes: [{ ...look(theme), space: 72, values: (_, splits, __, ___, step) => splits.map((seconds) => placeName(seconds, step)) }, valueAxis(theme, unit)],
      }),
      readout: (index) => inWords(beating[index]!.activity),
      open: (index) => go(['activities', beating[index]!.activity.id]),
    };
    return { beating, groups, plot };
  }, [activities, sport]);
  const cut = isCut && html`<p><small>These are the newest ${count(mostRead)} activities of the range. Choose a shorter range to see older ones.</small></p>`;
  if (beating.length === 0) return html`<p>No activity here has a heart rate. An imported recording often has one; it can be entered by hand, too.</p>${cut}`;
  const caption = `Heart rate of ${beating.length === 1 ? 'one activity' : `${count(beating.length)} activities`}, ${days(choice.from, choice.to)}`;
  return html`<figure aria-label=${caption}>
    <figcaption>
      <ul class="legend">
        ${groups.map(({ name, icon }, index) => html`<li><span class=${`dot colour-${index + 1}`} aria-hidden="true"></span> ${sportIcon(icon)} ${name}</li>`)}
        <li><small>full: average, hollow: maximum</small></li>
      </ul>
    </figcaption>
    <${Chart} ...${plot} label=${caption} hint="Point at an activity, or use the arrow keys; a click or Enter opens it." />
    ${cut}
    <${DataTable}
      caption=${caption}
      columns=${['Activity', 'Sport', 'Start', `Average (${unit})`, `Maximum (${unit})`]}
      rows=${() => beating.map(({ activity }) => row(activity))}
    />
  </figure>`;
}

/** The sports with the most activities have a colour of their own; the others share the last one. */
function groupsOf(activities: readonly Activity[]): readonly { name: string; icon: Sport; sports: ReadonlySet<Sport> }[] {
  const bySport = [...Map.groupBy(activities, ({ sport }) => sport)].sort(([, one], [, other]) => other.length - one.length).map(([sport]) => sport);
  const own = bySport.length <= seriesCount ? bySport : bySport.slice(0, seriesCount - 1);
  const others = bySport.slice(own.length);
  const groups = own.map((sport) => ({ name: sportName(sport), icon: sport, sports: new Set([sport]) }));
  return others.length === 0 ? groups : [...groups, { name: 'Other sports', icon: 'other', sports: new Set(others) }];
}

function inWords(activity: Activity): string {
  const { start, averageHeartRate, maxHeartRate } = activity;
  const rates = [averageHeartRate && `average ${averageHeartRate}`, maxHeartRate && `maximum ${maxHeartRate}`].filter(Boolean).join(', ');
  return `${titleOf(activity)}, ${localStart(start)}: ${rates} ${unit}`;
}

function row(activity: Activity) {
  const { id, sport, start, averageHeartRate, maxHeartRate } = activity;
  const rate = (value: number | undefined) => (value === undefined ? '–' : count(value));
  return [{ text: titleOf(activity), link: linkTo(['activities', id]) }, sportName(sport), localStart(start), rate(averageHeartRate), rate(maxHeartRate)];
}

function placeName(seconds: number, step: number): string {
  const time = new Date(seconds * 1000).toISOString();
  return step < 86_400 ? localStart(time, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }) : localStart(time, { day: 'numeric', month: 'short' });
}
