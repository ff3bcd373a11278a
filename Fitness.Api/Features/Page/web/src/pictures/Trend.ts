import { useMemo } from 'preact/hooks';
import type { SummaryItem } from '../../contract';
import { html } from '../html.ts';
import { units } from '../state/preferences.ts';
import { count, day, days, percent } from '../text/format.ts';
import { fromZero, placeAxis, valueAxis } from './axes.ts';
import { Chart, type Plot } from './Chart.ts';
import { type Choice, beforeInWords } from './choice.ts';
import { DataTable } from './DataTable.ts';
import { today } from './dates.ts';
import { inWords, measures, sumOf } from './measures.ts';

/** The sums of a range, and of the one before, by equally many periods each. */
export interface Compared {
  readonly choice: Choice;
  readonly now: readonly SummaryItem[];
  readonly before: readonly SummaryItem[];
}

/** How a measure adds up, beside the range before. */
export function Trend({ choice, now, before }: Compared) {
  const { measure, sport } = choice;
  const { name, axis, text } = measures[measure];
  const { passed, current, earlier, places, plot } = useMemo(() => {
    const date = today();
    const passed = now.filter((item) => item.from <= date).length;
    const current = cumulated(now.slice(0, passed), measure, sport);
    const earlier = cumulated(before, measure, sport);
    const places = now.length >= before.length ? now : before;
    const { each, name: unit } = axis();
    const scaled = (sums: readonly number[]) => places.map((_, index) => (sums[index] === undefined ? null : sums[index] / each));
    const plot: Plot = {
      data: [places.map((_, index) => index), scaled(current), scaled(earlier)],
      options: (theme) => ({
        scales: { x: { time: false }, y: fromZero },
        series: [
          {},
          { stroke: theme.series[0]!, width: 3, points: { show: passed === 1 } },
          { stroke: theme.quiet, width: 2, dash: [6, 5], points: { show: before.length === 1 } },
        ],
        axes: [placeAxis(theme, (place) => (now[place] ? day(now[place].to, { day: 'numeric', month: 'short' }) : '')), valueAxis(theme, unit)],
      }),
      readout: (index) => {
        const [item, other] = [index < passed && now[index], before[index]];
        const parts = [item && `Up to ${day(item.to)}: ${text(current[index]!)}`, other && `before, up to ${day(other.to)}: ${text(earlier[index]!)}`];
        return parts.filter(Boolean).join('; ');
      },
    };
    return { passed, current, earlier, places, plot };
  }, [now, before, measure, sport, units.value]);
  const total = current.at(-1) ?? 0;
  // Compared up to the same day: what is still to come is not less. What is over is compared as a whole: a leap year has a day more.
  const other = (passed === now.length ? earlier.at(-1) : earlier[Math.min(passed, earlier.length) - 1]) ?? 0;
  const sentence = `${text(total)}, ${difference(total, other)} ${beforeInWords(choice)}${passed < now.length ? ' up to the same day' : ''}.`;
  const caption = `${name}, added up, beside the days before`;
  return html`<figure aria-label=${`${caption}: ${sentence}`}>
    <figcaption>
      <strong>${sentence}</strong>
      <ul class="legend">
        <li><span class="line" aria-hidden="true"></span> ${days(choice.from, choice.to)}</li>
        <li><span class="line dashed" aria-hidden="true"></span> ${days(choice.before.from, choice.before.to)}</li>
      </ul>
    </figcaption>
    <${Chart} ...${plot} label=${caption} hint="Point at the lines, or use the arrow keys." />
    <${DataTable}
      caption=${caption}
      columns=${['Up to', name, 'Before, up to', `${name} before`]}
      rows=${() =>
        places.map((_, index) => [
          now[index] ? day(now[index].to) : '–',
          inWords(measure, current[index] ?? null),
          before[index] ? day(before[index].to) : '–',
          inWords(measure, earlier[index] ?? null),
        ])}
    />
  </figure>`;
}

function difference(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'the same as' : 'after nothing';
  const ratio = now / before - 1;
  if (Math.abs(ratio) < 0.005) return 'the same as';
  // Nobody reads a percentage of thousands.
  if (ratio >= 4) return `${count(now / before)} times as much as`;
  return `${percent(Math.abs(ratio))} ${ratio > 0 ? 'more' : 'less'} than`;
}

function cumulated(items: readonly SummaryItem[], ...[measure, sport]: [Choice['measure'], Choice['sport']]): readonly number[] {
  let total = 0;
  return items.map((item) => (total += sumOf(item, measure, sport) ?? 0));
}
