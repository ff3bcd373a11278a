import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Period, SummaryItem } from '../../contract';
import { html } from '../html.ts';
import { units } from '../state/preferences.ts';
import { day, days } from '../text/format.ts';
import { sportName } from '../text/sports.ts';
import { fromZero, placeAxis, valueAxis } from './axes.ts';
import { Chart, type Plot } from './Chart.ts';
import { type Choice, periods } from './choice.ts';
import { DataTable } from './DataTable.ts';
import { add, inWords, measures, sumOf } from './measures.ts';

/** The sums of the periods, as they were asked for. */
export interface Sums {
  readonly choice: Choice;
  readonly items: readonly SummaryItem[];
}

const bars = uPlot.paths.bars!({ size: [0.8, 60], radius: 0.1 });

/** A measure by period, as bars and as a table. */
export function Bars({ choice, items }: Sums) {
  const { measure, sport, period } = choice;
  const { name, axis } = measures[measure];
  const sums = items.map((item) => sumOf(item, measure, sport));
  const plot = useMemo<Plot>(() => {
    const { each, name: unit } = axis();
    const scaled = sums.map((sum) => (sum === null ? null : sum / each));
    return {
      data: [items.map((_, index) => index), scaled],
      options: (theme) => ({
        scales: { x: { time: false, range: (_, min, max) => [Math.round(min) - 0.5, Math.round(max) + 0.5] }, y: fromZero },
        series: [{}, { paths: bars, fill: theme.series[0]!, stroke: theme.series[0]!, points: { show: false } }],
        axes: [placeAxis(theme, (place) => (items[place] ? short(items[place], period) : '')), valueAxis(theme, unit)],
      }),
      readout: (index) => `${long(items[index]!, period)}: ${inWords(measure, sums[index]!)}`,
    };
  }, [items, measure, sport, units.value]);
  const highest = sums.reduce<number>((best, sum, index) => ((sum ?? 0) > (sums[best] ?? 0) ? index : best), 0);
  const total = inWords(measure, add(sums));
  const title = `${name} by ${period}, ${sport === null ? 'all sports' : sportName(sport)}, ${days(choice.from, choice.to)}`;
  const most = (sums[highest] ?? 0) > 0 ? ` Highest: ${long(items[highest]!, period)}, ${inWords(measure, sums[highest]!)}.` : '';
  const columns = [periods[period], name];
  return html`<figure aria-label=${`${title}. Total: ${total}.${most}`}>
    <figcaption><strong>${total}</strong>${most}</figcaption>
    <${Chart} ...${plot} label=${`${name} by ${period}`} hint="Point at a bar, or use the arrow keys. Drag over bars to see them larger." drawn=${markFirst} />
    <${DataTable}
      caption=${title}
      columns=${columns}
      rows=${() => items.map((item, index) => [long(item, period), inWords(measure, sums[index]!)])}
    />
  </figure>`;
}

let marked = false;

/** Says when the first picture was there: a test measures it. */
function markFirst(): void {
  if (!marked) performance.mark('fitness-first-chart');
  marked = true;
}

function short({ from }: SummaryItem, period: Period): string {
  return day(from, period === 'month' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' });
}

/** A period in words: "2 Nov 2026", "2–8 Nov 2026", "November 2026". */
function long({ from, to }: SummaryItem, period: Period): string {
  if (period === 'month') return day(from, { month: 'long', year: 'numeric' });
  return days(from, to);
}
