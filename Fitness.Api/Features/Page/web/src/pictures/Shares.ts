import type { Sport } from '../../contract';
import { html } from '../html.ts';
import { percent } from '../text/format.ts';
import { sportIcon, sportName } from '../text/sports.ts';
import type { Sums } from './Bars.ts';
import { choose } from './choice.ts';
import { DataTable } from './DataTable.ts';
import { add, inWords, measures, sumOf } from './measures.ts';

/** Each sport's part of a measure; choosing one shows it alone in the other pictures. */
export function Shares({ choice, items }: Sums) {
  const { measure, sport: chosen } = choice;
  const sports = [...new Set(items.flatMap((item) => Object.keys(item.bySport) as Sport[]))];
  const parts = sports
    .map((sport) => ({ sport, sum: add(items.filter((item) => sport in item.bySport).map((item) => sumOf(item, measure, sport))) }))
    .sort((one, other) => (other.sum ?? -1) - (one.sum ?? -1) || sportName(one.sport).localeCompare(sportName(other.sport)));
  const total = add(parts.map(({ sum }) => sum)) ?? 0;
  const share = (sum: number | null) => (sum === null || total === 0 ? '–' : percent(sum / total));
  const { name } = measures[measure];
  if (parts.length === 0) return html`<p>There is no activity in these days.</p>`;
  return html`<ul class="shares">
      ${parts.map(
        ({ sport, sum }) => html`<li key=${sport}>
          <button type="button" class="share" aria-pressed=${chosen === sport} onClick=${() => choose({ sport: chosen === sport ? null : sport })}>
            <span class="of">${sportIcon(sport)} ${sportName(sport)}</span>
            <span>${inWords(measure, sum)}</span>
            <span>${share(sum)}</span>
            <span class="gauge" aria-hidden="true"><span style=${{ inlineSize: `${total === 0 ? 0 : ((sum ?? 0) / total) * 100}%` }}></span></span>
          </button>
        </li>`,
      )}
    </ul>
    <${DataTable}
      caption=${`${name} by sport`}
      columns=${['Sport', name, 'Share']}
      rows=${() => parts.map(({ sport, sum }) => [sportName(sport), inWords(measure, sum), share(sum)])}
    />`;
}
