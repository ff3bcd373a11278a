import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { Compare } from '../components/Compare.ts';
import { Copy } from '../components/Copy.ts';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { commitOf, health, place } from '../state/place.ts';
import { identity } from '../state/session.ts';
import { download } from '../text/files.ts';

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Where this is: the environment description, readable, and its comparison with another one. */
export function Environment() {
  const here = place.value;
  return html`<section>
    <h1 tabindex="-1">Environment</h1>
    ${here &&
    html`<p>
      This is Fitness ${here.version} in <strong>${here.environment}</strong>, built of the commit <code>${commitOf(here)}</code>.
      ${health.value && !health.value.ready && html` <strong class="bad">It is not ready: ${health.value.text}</strong>`}
    </p>`}
    ${here && (here.isOperator ? html`<${Description} key=${identity.value} /><${Compare} />` : html`<${Closed} />`)}
  </section>`;
}

function Closed() {
  return html`<p>
    Everybody may know the environment, the version and the commit. The rest, with region, table, image and settings, is for operators: people whose
    token has the role <code>operators</code>. ${place.value?.user === undefined && html`<a href="/#/me">Paste a token</a> if you have one.`}
  </p>`;
}

function Description() {
  const [content, setContent] = useState<Readonly<Record<string, Value>> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [search, setSearch] = useState('');
  const read = async () => {
    setFailure(null);
    const { data, error, response } = await get<Record<string, Value>>('/environment');
    if (data) setContent(data);
    else setFailure(failureOf(error, response));
  };
  useEffect(() => void read(), []);
  if (failure) return html`<${Failed} failure=${failure} retry=${read} />`;
  if (content === null) return html`<p aria-busy="true">The description is read…</p>`;
  const text = () => JSON.stringify(content, null, 2);
  const found = flatten(content).filter(([path, value]) => `${path} ${value}`.toLowerCase().includes(search.toLowerCase()));
  return html`<h2>Description</h2>
    <p>Everything in which two environments can differ. It has no secrets: of those it says only whether they are set.</p>
    <p class="actions">
      <button type="button" class="secondary small" onClick=${() => download('fitness-environment.json', 'application/json', text())}>Save as a file</button>
      <${Copy} text=${text} />
    </p>
    <label>
      Search in it
      <input type="search" value=${search} onInput=${(event: Event) => setSearch((event.target as HTMLInputElement).value)} />
    </label>
    ${search
      ? html`<p role="status">${found.length} found</p>
          ${found.length > 0 && html`<${Rows} rows=${found} caption="What was found" />`}`
      : Object.entries(content).map(([part, value]) =>
          isGroup(value)
            ? html`<details name="part"><summary>${part}</summary><${Rows} rows=${flatten(value)} caption=${part} /></details>`
            : html`<p><strong>${part}</strong>: <span class="value">${String(value ?? '–')}</span></p>`,
        )}`;
}

function Rows({ rows, caption }: { rows: readonly (readonly [string, string])[]; caption: string }) {
  return html`<div class="scrolls" tabindex="0" role="region" aria-label=${caption}>
    <table class="pairs">
      <caption class="visually-hidden">${caption}</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">Value</th></tr></thead>
      <tbody>
        ${rows.map(([path, value]) => html`<tr><th scope="row">${path}</th><td class="value">${value}</td></tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** The leaves by their path; a list of plain values is one. */
function flatten(value: Value, path: readonly string[] = []): [string, string][] {
  if (!isGroup(value)) return [[path.join(' › '), Array.isArray(value) ? value.join(', ') : String(value ?? '–')]];
  return Object.entries(value).flatMap(([name, member]) => flatten(member, [...path, name]));
}

function isGroup(value: Value): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every((item) => typeof item !== 'object'));
}
