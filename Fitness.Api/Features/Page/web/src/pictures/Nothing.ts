import { useState } from 'preact/hooks';
import type { Activity } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { notify } from '../state/notices.ts';
import { place } from '../state/place.ts';
import { linkTo } from '../state/route.ts';
import { localStart } from '../text/format.ts';
import { sportName } from '../text/sports.ts';
import { type Choice, choiceLink } from './choice.ts';
import { Waiting } from './Part.ts';
import { type Answer, useReading } from './reading.ts';
import { addSamples } from './samples.ts';

/** What to do where there is nothing to see: in the whole table, or in the days that are chosen. */
export function Nothing({ choice, inputs }: { choice: Choice; inputs: readonly unknown[] }) {
  const { data, failure: unread, retry } = useReading(readNewest, inputs);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const add = async () => {
    setBusy(true);
    const failed = await addSamples();
    setBusy(false);
    setFailure(failed);
    if (!failed) notify('Twelve weeks of samples were added.');
  };
  // A sample is for a place where everybody is the demo user, and nobody's data are mixed with it.
  const isDemo = place.value?.takesTokens === false;
  if (unread) return html`<${Failed} failure=${unread} retry=${retry} />`;
  if (!data) return html`<${Waiting} />`;
  const { newest } = data;
  return html`<div class="nothing">
    ${newest
      ? html`<p>
          <strong>There is nothing in these days${choice.sport ? ` for ${sportName(choice.sport).toLowerCase()}` : ''}.</strong> Your newest activity${choice.sport ? ' of all sports' : ''}
          began on ${localStart(newest.start)}.
        </p>`
      : html`<p><strong>You have no activities yet.</strong> The pictures come with the first one.</p>`}
    <p class="actions">
      ${newest &&
      (choice.sport
        ? html`<a role="button" href=${choiceLink({ sport: null })}>Show all sports</a>`
        : html`<a role="button" href=${choiceLink({ range: 'year', year: newest.start.slice(0, 4) })}>Show that year</a>`)}
      <a role="button" class="secondary" href=${linkTo(['new'])}>Add an activity</a>
      <a role="button" class="secondary" href=${linkTo(['import'])}>Import files</a>
      ${isDemo && !newest && html`<button type="button" class="secondary" aria-busy=${busy} disabled=${busy} onClick=${add}>Add 12 weeks of samples</button>`}
    </p>
    ${failure && html`<${Failed} failure=${failure} retry=${add} />`}
  </div>`;
}

/** The newest activity of all; null when there is none. */
async function readNewest(): Promise<Answer<{ readonly newest: Activity | null }>> {
  const { data, error, response } = await api.GET('/v1/activities', { params: { query: { limit: 1 } } });
  return data ? { data: { newest: data.items[0] ?? null } } : { failure: failureOf(error, response) };
}
