import { useEffect, useRef } from 'preact/hooks';
import type { Sport } from '../../contract';
import { ActivityTable, linkId } from '../components/ActivityTable.ts';
import { Failed } from '../components/Failed.ts';
import { useSteadyScroll } from '../components/steadyScroll.ts';
import { html } from '../html.ts';
import { type Filter, filterOf, isBackwards, parametersOf } from '../state/activityFilter.ts';
import { listOf } from '../state/activityList.ts';
import { go, linkTo, route } from '../state/route.ts';
import { count } from '../text/format.ts';
import { allSports, sportName } from '../text/sports.ts';

/** The activities, newest first, without an end; filtered by what the link says. */
export function Activities() {
  const filter = filterOf(route.value.parameters);
  return html`<section class="activities">
    <h1 tabindex="-1">Activities</h1>
    <p class="actions">
      <a role="button" href=${linkTo(['new'])}>Add an activity</a>
      <a role="button" class="secondary" href=${linkTo(['import'])}>Import files</a>
    </p>
    <${Filters} filter=${filter} />
    ${isBackwards(filter)
      ? html`<p role="alert" class="failed">The first day is after the last one, so that nothing can be between them. Change one of them.</p>`
      : html`<${List} key=${parametersOf(filter).toString()} filter=${filter} />`}
  </section>`;
}

function Filters({ filter }: { filter: Filter }) {
  const set = (part: Partial<Filter>) => go(['activities'], parametersOf({ ...filter, ...part }), true);
  const setDay = (name: 'from' | 'to') => (event: Event) => {
    const input = event.target as HTMLInputElement;
    // While a year is typed, it is one of the first century.
    if (input.validity.valid) set({ [name]: input.value || null });
  };
  return html`<form class="filters" aria-label="Filter" onSubmit=${(event: Event) => event.preventDefault()}>
    <label>
      Sport
      <select value=${filter.sport ?? ''} onChange=${(event: Event) => set({ sport: ((event.target as HTMLSelectElement).value || null) as Sport | null })}>
        <option value="">All sports</option>
        ${allSports.map((sport) => html`<option value=${sport}>${sportName(sport)}</option>`)}
        ${filter.sport && !allSports.includes(filter.sport) && html`<option value=${filter.sport}>${filter.sport}</option>`}
      </select>
    </label>
    ${(['from', 'to'] as const).map(
      (name) => html`<label>
        ${name === 'from' ? 'From day' : 'To day'}
        <input type="date" min="1970-01-01" max="2099-12-31" value=${filter[name] ?? ''} onChange=${setDay(name)} />
      </label>`,
    )}
    ${isFiltered(filter) && html`<button type="button" class="secondary" onClick=${() => go(['activities'], undefined, true)}>Show all</button>`}
  </form>`;
}

function List({ filter }: { filter: Filter }) {
  const list = listOf(filter);
  const end = useRef<HTMLDivElement>(null);
  const { chunks, count: shown, isBusy, isComplete, failure } = list;
  useSteadyScroll(chunks.value);
  useEffect(() => {
    // Back from an activity, one goes on where one was.
    const link = list.opened && document.getElementById(linkId(list.opened));
    list.opened = null;
    if (!link) return;
    const frame = requestAnimationFrame(() => {
      link.focus({ preventScroll: true });
      link.scrollIntoView({ block: 'center' });
    });
    return () => cancelAnimationFrame(frame);
  }, [list]);
  useEffect(() => {
    if (isBusy.value || isComplete.value || failure.value) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void list.more(), { rootMargin: '1500px' });
    observer.observe(end.current!);
    return () => observer.disconnect();
  }, [list, shown.value, isBusy.value, isComplete.value, failure.value]);
  const open = (event: Event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-id]') : null;
    if (link) list.opened = link.dataset['id']!;
  };
  return html`<div onClick=${open}>${chunks.value.map((chunk) => html`<${ActivityTable} key=${chunk.key} chunk=${chunk} />`)}</div>
    ${isComplete.value && shown.value === 0 && html`<${Empty} filter=${filter} />`}
    ${failure.value && html`<${Failed} failure=${failure.value} retry=${() => void list.more()} />`}
    <div ref=${end} class="end">
      ${!isComplete.value &&
      !failure.value &&
      html`<button type="button" class="secondary" aria-busy=${isBusy.value} onClick=${() => void list.more()}>
        ${isBusy.value ? 'Loading' : 'Load more'}
      </button>`}
      <small role="status">${shown.value > 0 && (isComplete.value ? `All ${count(shown.value)} activities are shown.` : `${count(shown.value)} activities are shown.`)}</small>
    </div>`;
}

function Empty({ filter }: { filter: Filter }) {
  if (isFiltered(filter))
    return html`<article>
      <p>No activity is like that. Choose another sport or other days, or see all.</p>
      <p><button type="button" onClick=${() => go(['activities'], undefined, true)}>Show all</button></p>
    </article>`;
  return html`<article>
    <p>There is no activity yet. Add your first one by hand, or import what a watch or an app has recorded.</p>
    <p class="actions">
      <a role="button" href=${linkTo(['new'])}>Add an activity</a>
      <a role="button" class="secondary" href=${linkTo(['import'])}>Import files</a>
    </p>
  </article>`;
}

function isFiltered(filter: Filter): boolean {
  return parametersOf(filter).size > 0;
}
