import { useState } from 'preact/hooks';
import { send } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { dismissAll, notify } from '../state/notices.ts';
import { place } from '../state/place.ts';
import { type Units, units } from '../state/preferences.ts';
import { expiry, identity, isToken, refusal, signIn, signOut, token } from '../state/session.ts';
import { changed } from '../state/sync.ts';
import { download } from '../text/files.ts';

/** “Who am I?”: the user, the units, and everything that is stored about the user. */
export function Account() {
  return html`<section>
    <h1 tabindex="-1">Who am I?</h1>
    ${place.value?.takesTokens === false ? html`<${Demo} />` : html`<${SignIn} />`}
    <h2>Units</h2>
    <fieldset role="radiogroup" aria-label="Units">
      ${(['metric', 'imperial'] as const).map(
        (choice: Units) => html`<label>
          <input type="radio" name="units" checked=${units.value === choice} onChange=${() => (units.value = choice)} />
          ${choice === 'metric' ? 'Kilometres and metres' : 'Miles and feet'}
        </label>`,
      )}
    </fieldset>
    <${Data} key=${identity.value} />
  </section>`;
}

function Demo() {
  return html`<p>
    You are the user <strong>${place.value?.user}</strong>. In Development, every caller is: no tokens are checked here.
  </p>`;
}

function SignIn() {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const enter = (event: Event) => {
    event.preventDefault();
    if (!isToken(text)) return setWrong('That is no access token: it has three parts with dots between them, and begins with “ey”.');
    setWrong('');
    setText('');
    signIn(text);
  };
  if (token.value !== null && refusal.value === null)
    return html`<p>
        You are <strong>${place.value?.user ?? '…'}</strong>${place.value?.isOperator ? ', an operator' : ''}.
        ${expiry.value && html` Your token is good until ${expiry.value.toLocaleString()}.`}
      </p>
      <p><button type="button" class="secondary" onClick=${signOut}>Forget the token</button></p>`;
  return html`<form onSubmit=${enter}>
    ${refusal.value === null && html`<p>In ${place.value?.environment} everybody has a token. Paste yours to see your activities.</p>`}
    ${refusal.value !== null && html`<p role="alert"><strong>${refusal.value}</strong> Get a new one, and paste it here.</p>`}
    ${isInsecure() &&
    html`<p role="alert" class="warning">
      <strong>This address is plain http.</strong> Whoever is on the way can read your token. Use it from this machine or over a tunnel.
    </p>`}
    <label>
      Access token
      <textarea
        rows="4"
        required
        autocomplete="off"
        spellcheck=${false}
        aria-invalid=${wrong ? 'true' : undefined}
        aria-describedby="token-help"
        value=${text}
        onInput=${(event: Event) => setText((event.target as HTMLTextAreaElement).value)}
      />
    </label>
    <small id="token-help" class=${wrong ? 'bad' : ''}>
      ${wrong || 'It stays in the memory of this tab; closing or reloading it forgets the token. How to get one is in the '}
      ${!wrong && html`<a href="/scalar">reference</a>.`}
    </small>
    <button type="submit">Use it</button>
  </form>`;
}

/** Whether a token would go over a network without TLS. */
function isInsecure(): boolean {
  return !isSecureContext;
}

function Data() {
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (place.value?.user === undefined) return null;
  const run = async (method: string, done: (response: Response) => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    const response = await send(new Request(method === 'GET' ? '/v1/me/export' : '/v1/me', { method }));
    if (response.ok) await done(response);
    else setFailure(failureOf(await response.json().catch(() => undefined), response));
    setBusy(false);
  };
  const save = () => run('GET', async (response) => download('fitness-export.jsonl', 'application/x-ndjson', await response.blob()));
  const erase = () =>
    run('DELETE', async () => {
      setAsked(0);
      changed(null);
      dismissAll();
      notify('Everything is erased.');
    });
  return html`<h2>My data</h2>
    ${failure && html`<${Failed} failure=${failure} />`}
    <p><button type="button" class="secondary" disabled=${busy} onClick=${save}>Export everything</button></p>
    ${asked === 0 && html`<p><button type="button" class="danger" disabled=${busy} onClick=${() => setAsked(1)}>Erase everything…</button></p>`}
    ${asked === 1 &&
    html`<div class="failed" role="alert">
      <p><strong>Erase every activity of ${place.value.user}?</strong> On all devices, for ever; there is no undo. Export first if you are not sure.</p>
      <p class="actions">
        <button type="button" class="danger" onClick=${() => setAsked(2)}>Go on</button>
        <button type="button" class="secondary" onClick=${() => setAsked(0)}>Keep everything</button>
      </p>
    </div>`}
    ${asked === 2 &&
    html`<div class="failed" role="alert">
      <p><strong>Really everything?</strong> This is the last question.</p>
      <p class="actions">
        <button type="button" class="danger" disabled=${busy} aria-busy=${busy} onClick=${erase}>Erase everything now</button>
        <button type="button" class="secondary" disabled=${busy} onClick=${() => setAsked(0)}>Keep everything</button>
      </p>
    </div>`}`;
}
