import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.ts';
import { needsToken, place, placeFailure } from '../state/place.ts';
import { linkTo, route } from '../state/route.ts';
import { identity, refusal } from '../state/session.ts';
import { Account } from '../views/Account.ts';
import { Activities } from '../views/Activities.ts';
import { ActivityPage } from '../views/ActivityPage.ts';
import { Editor } from '../views/Editor.ts';
import { Environment } from '../views/Environment.ts';
import { Import } from '../views/Import.ts';
import { NotFound } from '../views/NotFound.ts';
import { Pictures } from '../views/Pictures.ts';
import { Badge } from './Badge.ts';
import { Notices } from './Notices.ts';
import { Report } from './Report.ts';

const menu = [
  ['', 'Pictures'],
  ['activities', 'Activities'],
  ['import', 'Import'],
  ['me', 'Who am I'],
] as const;

/** The whole page: where one is, the menu, one view, and what to do if something is wrong. */
export function App() {
  const [reporting, setReporting] = useState(false);
  const { parts } = route.value;
  const path = parts.join('/');
  useEffect(() => {
    const heading = document.querySelector<HTMLElement>('main h1');
    document.title = [heading?.textContent, place.value?.environment, 'Fitness'].filter(Boolean).join(' · ');
  });
  // A new view is read from its heading; the first one from the top of the page.
  useEffect(() => (started ? document.querySelector<HTMLElement>('main h1')?.focus() : void (started = true)), [path]);
  return html`<a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <header class="top">
      <${Badge} />
      <nav aria-label="Views" class="container">
        <ul>
          <li><a class="brand" href=${linkTo([])}><strong>Fitness</strong></a></li>
          ${menu.map(
            ([name, label]) => html`<li><a href=${linkTo(name ? [name] : [])} aria-current=${(parts[0] ?? '') === name ? 'page' : undefined}>${label}</a></li>`,
          )}
          <li><a href="/scalar">API</a></li>
        </ul>
        <ul>
          <li>${place.value?.user && html`<span class="user" title="Who am I?">${place.value.user}</span>`}</li>
          <li><button type="button" class="secondary small" onClick=${() => setReporting(true)}>Something is wrong here</button></li>
        </ul>
      </nav>
    </header>
    <main id="main" class="container" tabindex="-1" key=${identity.value}>${view(parts)}</main>
    <footer class="container">
      <small>What you see is made by the <a href="/scalar">API</a> alone. <a href=${licenses()}>Licences</a> of what is in this page.</small>
    </footer>
    <${Notices} />
    ${reporting && html`<${Report} close=${() => setReporting(false)} />`}`;
}

let started = false;

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function view([first, second, third]: readonly string[]) {
  if (location.pathname !== '/') return html`<${NotFound} address=${location.pathname} />`;
  if (first === 'me') return html`<${Account} />`;
  if (first === 'environment') return html`<${Environment} />`;
  // Before the first answer nobody knows whether calls need a token.
  if (place.value === null && placeFailure.value === null) return html`<section aria-busy="true"><h1 tabindex="-1">Fitness</h1></section>`;
  if (needsToken.value || refusal.value !== null) return html`<${Account} />`;
  if (first === undefined) return html`<${Pictures} />`;
  if (first === 'activities' && second === undefined) return html`<${Activities} />`;
  if (first === 'activities' && third === 'edit') return html`<${Editor} key=${second} id=${second} />`;
  if (first === 'activities' && third === undefined) return html`<${ActivityPage} key=${second} id=${second} />`;
  if (first === 'new') return html`<${Editor} key="new" />`;
  if (first === 'import') return html`<${Import} />`;
  return html`<${NotFound} address=${`/${location.hash}`} />`;
}

function licenses(): string {
  return document.querySelector<HTMLLinkElement>('link[rel=license]')!.href;
}
