import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from '../html.ts';
import { linkTo } from '../state/route.ts';
import { day } from '../text/format.ts';
import type { Sums } from './Bars.ts';
import { choose, isYear } from './choice.ts';
import { today, weekday } from './dates.ts';
import { inWords, measures, sumOf } from './measures.ts';

const steps = 5;
const moves: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7, PageUp: -28, PageDown: 28, Home: -366, End: 366 };
// 5 January 1970 was a Monday.
const weekdays = ['1970-01-05', '1970-01-06', '1970-01-07', '1970-01-08', '1970-01-09', '1970-01-10', '1970-01-11'];

/** Every day of a year: one column a week, one row a weekday, the more the stronger the colour. A day leads to its activities. */
export function Calendar({ choice, items }: Sums) {
  const { measure, sport } = choice;
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const wantsFocus = useRef(false);
  // At once, so that the next key is for the day that the last one chose.
  useLayoutEffect(() => {
    if (wantsFocus.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    wantsFocus.current = false;
  }, [at]);
  const year = items[0]!.from.slice(0, 4);
  useEffect(() => {
    const now = items.findIndex(({ from }) => from === today());
    setAt(Math.max(0, now));
    // Where the year is wider than the screen, today is in the middle.
    const element = grid.current!;
    const box = element.parentElement!;
    box.scrollLeft = Math.max(0, now / items.length) * element.clientWidth - box.clientWidth / 2;
  }, [year]);
  const { rows, months, limits, sums } = useMemo(() => {
    const sums = items.map((item) => sumOf(item, measure, sport));
    const offset = weekday(items[0]!.from);
    const columns = Math.ceil((items.length + offset) / 7);
    const column = Array.from({ length: columns }, (_, index) => index);
    const monthOf = (week: number) => items[Math.min(week * 7 + 6 - offset, items.length - 1)]!.from.slice(0, 7);
    return {
      sums,
      limits: limitsOf(sums),
      rows: weekdays.map((_, row) => column.map((week) => week * 7 + row - offset)),
      months: [...Map.groupBy(column, monthOf)].map(([month, weeks]) => ({ month, weeks: weeks.length })),
    };
  }, [items, measure, sport]);
  const words = (index: number) => `${day(items[index]!.from, { dateStyle: 'full' })}: ${inWords(measure, sums[index]!)}`;
  const press = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    wantsFocus.current = true;
    setAt(Math.min(Math.max(at + move, 0), items.length - 1));
  };
  const notice = (event: Event) => {
    const index = (event.target as HTMLElement).dataset['day'];
    if (index !== undefined) setShown(Number(index));
  };
  const cell = (index: number) => {
    const item = items[index];
    if (!item) return html`<td></td>`;
    const parameters = new URLSearchParams({ from: item.from, to: item.to, ...(sport ? { sport } : {}) });
    return html`<td>
      <a
        href=${linkTo(['activities'], parameters)}
        class=${`day step-${stepOf(sums[index]!, limits)}`}
        data-day=${index}
        tabindex=${index === at ? 0 : -1}
        aria-label=${words(index)}
        aria-current=${item.from === today() ? 'date' : undefined}
      ></a>
    </td>`;
  };
  return html`<p class="readout">${shown !== null && shown < items.length ? words(shown) : 'A day leads to its activities. Arrow keys go from day to day.'}</p>
    <div class="calendar">
      <table role="grid" ref=${grid} onKeyDown=${press} onMouseOver=${notice} onFocusIn=${notice}>
        <caption class="visually-hidden">${measures[measure].name} by day in ${year}</caption>
        <thead>
          <tr>
            <td></td>
            ${months.map(({ month, weeks }) => html`<th scope="colgroup" colspan=${weeks}>${day(`${month}-01`, { month: weeks > 2 ? 'short' : 'narrow' })}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (indexes, row) => html`<tr key=${row}>
              <th scope="row">
                <span aria-hidden="true">${day(weekdays[row]!, { weekday: 'narrow' })}</span>
                <span class="visually-hidden">${day(weekdays[row]!, { weekday: 'long' })}</span>
              </th>
              ${indexes.map(cell)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${limits.length > 0 &&
    html`<p class="scale">
      <small>less than ${inWords(measure, limits[0]!)}</small>
      ${Array.from({ length: steps }, (_, index) => html`<span class=${`day step-${index + 1}`} aria-hidden="true"></span>`)}
      <small>from ${inWords(measure, limits.at(-1)!)}</small>
    </p>`}`;
}

/** Goes to the year before and the one after. */
export function Years({ year }: { year: number }) {
  const to = (other: number, label: string) =>
    html`<button type="button" class="secondary outline small" disabled=${!isYear(other)} onClick=${() => choose({ calendar: String(other) })}>${label}</button>`;
  return html`<p class="actions">${to(year - 1, `← ${year - 1}`)} <strong>${year}</strong> ${to(year + 1, `${year + 1} →`)}</p>`;
}

/** The sums at which a stronger colour begins, so that each colour has equally many days. */
function limitsOf(sums: readonly (number | null)[]): readonly number[] {
  const sorted = sums.filter((sum) => sum !== null && sum > 0).sort((one, other) => one! - other!) as number[];
  if (sorted.length === 0) return [];
  return Array.from({ length: steps - 1 }, (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / steps)]!);
}

function stepOf(sum: number | null, limits: readonly number[]): number {
  return sum === null || sum <= 0 ? 0 : 1 + limits.filter((limit) => sum >= limit).length;
}
