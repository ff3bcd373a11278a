import { useState } from 'preact/hooks';
import { asCurl, type Call, calls } from '../api/calls.ts';
import { get } from '../api/client.ts';
import { failureOf } from '../api/failures.ts';
import { html } from '../html.ts';
import { commitOf, needsToken, place } from '../state/place.ts';
import { linkTo } from '../state/route.ts';
import { refusal } from '../state/session.ts';
import { download } from '../text/files.ts';
import { Copy } from './Copy.ts';
import { Dialog } from './Dialog.ts';
import { ReportForm } from './ReportForm.ts';

/** “Something is wrong here”: the file with which a developer sees the same, and what was asked and answered last, ready to be repeated. */
export function Report({ close }: { close: () => void }) {
  // What the page asks for this dialog is none of it.
  const kept = calls.value.filter(({ path }) => path !== '/v1/me/report');
  // The note begins with it, and stays as it is when more is asked.
  const [lastFailed] = useState(() => kept.find(({ status }) => status === 0 || status >= 400));
  const [failed, setFailed] = useState('');
  const attach = async () => {
    const { data, error, response } = await get<unknown>('/environment');
    if (data) download('fitness-environment.json', 'application/json', JSON.stringify(data, null, 2));
    else setFailed(failureOf(error, response).sentence);
  };
  return html`<${Dialog} title="Something is wrong here" close=${close}>
    ${needsToken.value || refusal.value !== null
      ? html`<p>Paste a token under <a href=${linkTo(['me'])} onClick=${close}>Who am I</a> to make a file with which a developer sees the same.</p>`
      : html`<${ReportForm} failed=${lastFailed} />`}
    <h3 class="report-calls">What this page has asked</h3>
    <p>
      These are the last calls of this page, newest first. None has your token: the commands read it from the variable <code>TOKEN</code>. What you
      entered may be in them.
    </p>
    <p class="actions">
      <${Copy} label="Copy them all as text" text=${() => asText(kept)} />
      ${(place.value?.isOperator ?? false)
        ? html`<button type="button" class="secondary small" onClick=${attach}>Save the environment description</button>`
        : html`<small>The environment description is for operators; the report names environment, version and commit.</small>`}
    </p>
    ${failed && html`<p role="alert">${failed}</p>`}
    ${kept.length === 0 && html`<p>Nothing has been asked yet.</p>`}
    <ol class="calls">
      ${kept.map(
        (call) => html`<li key=${call.traceId}>
          <p>
            <strong class=${call.status > 0 && call.status < 400 ? 'good' : 'bad'}>${call.status || 'no answer'}</strong> <code>${call.method} ${call.path}</code>
          </p>
          <p>
            <small>
              ${call.at.toLocaleTimeString()}, ${Math.round(call.duration)} ms, trace <code>${call.traceId}</code>
            </small>
          </p>
          ${call.problem && html`<pre tabindex="0">${call.problem.slice(0, 2000)}</pre>`}
          <p class="actions">
            <${Copy} label="Copy as curl" text=${() => asCurl(call)} />
            <${Copy} label="Copy the trace id" text=${() => call.traceId} />
          </p>
        </li>`,
      )}
    </ol>
  <//>`;
}

function asText(kept: readonly Call[]): string {
  const here = place.value;
  return [
    `# Something is wrong here`,
    `${location.href}, ${new Date().toISOString()}`,
    here ? `Fitness ${here.version} (${commitOf(here)}) in ${here.environment}` : 'The service has not said what it is.',
    navigator.userAgent,
    ...kept.map((call) =>
      [
        `\n## ${call.status || 'No answer'}: ${call.method} ${call.path}`,
        `${call.at.toISOString()}, ${Math.round(call.duration)} ms, trace ${call.traceId}`,
        '```sh',
        asCurl(call),
        '```',
        ...(call.problem ? [call.problem.slice(0, 2000)] : []),
      ].join('\n'),
    ),
  ].join('\n');
}
