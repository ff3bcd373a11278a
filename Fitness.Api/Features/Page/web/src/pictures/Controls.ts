import { html } from '../html.ts';
import { allSports, sportName } from '../text/sports.ts';
import { type Choice, allowed, choose, periods, ranges } from './choice.ts';
import { earliest, latest } from './dates.ts';
import { measures } from './measures.ts';

/** What is shown, and of which days. */
export function Controls({ choice }: { choice: Choice }) {
  const { measure, period, range, from, to, sport, duplicates } = choice;
  const set = (name: string) => (event: Event) => {
    const { value, validity } = event.currentTarget as HTMLInputElement;
    // While a year is typed, it is another one.
    if (validity.valid) choose({ [name]: value || null, ...(value === 'own' ? { from, to } : {}) });
  };
  const pick = (label: string, name: string, value: string, options: readonly (readonly [value: string, text: string, disabled?: boolean])[]) =>
    html`<label>
      ${label}
      <select value=${value} onChange=${set(name)}>
        ${options.map(([each, text, disabled]) => html`<option value=${each} disabled=${disabled}>${text}</option>`)}
      </select>
    </label>`;
  const days = (label: string, name: string, value: string) =>
    html`<label>${label} <input type="date" value=${value} min=${earliest} max=${latest} onChange=${set(name)} /></label>`;
  return html`<form class="controls" aria-label="What is shown" onSubmit=${(event: Event) => event.preventDefault()}>
    ${pick('Measure', 'measure', measure, Object.entries(measures).map(([name, { name: text }]) => [name, text] as const))}
    ${pick('Range', 'range', range, Object.entries(ranges))}
    ${range === 'year' &&
    html`<label>Year <input type="number" value=${from.slice(0, 4)} min=${earliest.slice(0, 4)} max=${latest.slice(0, 4)} onChange=${set('year')} /></label>`}
    ${range === 'own' && [days('From', 'from', from), days('To', 'to', to)]}
    ${pick('By', 'period', period, (['day', 'week', 'month'] as const).map((name) => [name, periods[name], !allowed(name, from, to)] as const))}
    ${pick('Sport', 'sport', sport ?? '', [['', 'All sports'], ...allSports.map((name) => [name, sportName(name)] as const)])}
    <label class="check">
      <input
        type="checkbox"
        checked=${duplicates === 'exclude'}
        onChange=${(event: Event) => choose({ duplicates: (event.currentTarget as HTMLInputElement).checked ? 'exclude' : null })}
      />
      Leave out possible duplicates
    </label>
  </form>`;
}
