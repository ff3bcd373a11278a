import { useEffect, useMemo, useState } from 'preact/hooks';
import { html } from '../html.ts';
import { onChanges } from '../state/sync.ts';
import { Bars, type Sums } from '../pictures/Bars.ts';
import { Calendar, Years } from '../pictures/Calendar.ts';
import { type Choice, currentChoice, finest, wholeYear } from '../pictures/choice.ts';
import { Controls } from '../pictures/Controls.ts';
import { countOf, measures } from '../pictures/measures.ts';
import { Nothing } from '../pictures/Nothing.ts';
import { Part, Waiting } from '../pictures/Part.ts';
import { Pulse } from '../pictures/Pulse.ts';
import { readSingle } from '../pictures/pulse-reading.ts';
import { type Answer, type Summaries, readSummaries, useReading } from '../pictures/reading.ts';
import { Shares } from '../pictures/Shares.ts';
import { followTheme } from '../pictures/theme.ts';
import { type Compared, Trend } from '../pictures/Trend.ts';

const settles = 300;

/** The activities as pictures: the first view. */
export function Pictures() {
  const choice = currentChoice();
  const { from, to, before, period, duplicates, year, measure, sport } = choice;
  const changes = useChanges();
  const summaries = useMemo(() => readSummaries(duplicates), [changes, duplicates]);
  useEffect(followTheme, []);

  const bars = useReading(() => withChoice(summaries(period, from, to), choice), [summaries, period, from, to]);
  // Before the trend, which is mostly of the same days.
  const days = useReading(() => withChoice(summaries('day', ...wholeYear(year)), choice), [summaries, year]);
  const trend = useReading(() => readTrend(summaries, choice), [summaries, from, to, before.from, before.to]);
  const single = useReading(() => readSingle(from, to, sport, duplicates), [changes, from, to, sport, duplicates]);

  // A picture shows the days that were read, until those that are chosen are there.
  const shown = (read: Choice): Choice => ({ ...read, measure, sport });
  const counted = [bars.data?.items, days.data?.items, trend.data?.now, trend.data?.before];
  const isEmpty = counted.every((items) => items && countOf(items, null) === 0);
  return html`<section class="pictures">
    <h1 tabindex="-1">Pictures</h1>
    <${Controls} choice=${choice} />
    <${Part} title=${`${measures[measure].name} by ${bars.data?.choice.period ?? period}`} reading=${bars}>
      ${!bars.data
        ? html`<${Waiting} />`
        : countOf(bars.data.items, sport) === 0
          ? html`<${Nothing} choice=${choice} inputs=${[changes]} />`
          : html`<${Bars} choice=${shown(bars.data.choice)} items=${bars.data.items} />`}
    <//>
    ${!isEmpty &&
    html`<div class="side-by-side">
        <${Part} title="Trend" reading=${trend}>
          ${trend.data ? html`<${Trend} choice=${shown(trend.data.choice)} now=${trend.data.now} before=${trend.data.before} />` : html`<${Waiting} />`}
        <//>
        <${Part} title="Sports" reading=${bars}>
          ${bars.data ? html`<${Shares} choice=${shown(bars.data.choice)} items=${bars.data.items} />` : html`<${Waiting} />`}
        <//>
      </div>
      <${Part} title=${`Calendar of ${days.data?.choice.year ?? year}`} reading=${days} tools=${html`<${Years} year=${year} />`}>
        ${days.data ? html`<${Calendar} choice=${shown(days.data.choice)} items=${days.data.items} />` : html`<${Waiting} calendar />`}
      <//>
      <${Part} title="Heart rate" reading=${single}>
        ${single.data ? html`<${Pulse} choice=${choice} activities=${single.data.activities} isCut=${single.data.isCut} />` : html`<${Waiting} />`}
      <//>`}
  </section>`;
}

/** Counts what other devices, and this page, have changed; many changes at once count once. */
function useChanges(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer = 0;
    const forget = onChanges(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setCount((last) => last + 1), settles);
    });
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, []);
  return count;
}

async function withChoice(reading: ReturnType<Summaries>, choice: Choice): Promise<Answer<Sums>> {
  const { data, failure } = await reading;
  return data ? { data: { choice, items: data } } : { failure };
}

async function readTrend(summaries: Summaries, choice: Choice): Promise<Answer<Compared>> {
  const { from, to, before } = choice;
  const period = finest(from, to);
  const [now, earlier] = await Promise.all([summaries(period, from, to), summaries(period, before.from, before.to)]);
  if (!now.data) return { failure: now.failure };
  return earlier.data ? { data: { choice, now: now.data, before: earlier.data } } : { failure: earlier.failure };
}
