import { useState } from 'preact/hooks';
import type { ComparedEnvironment, ComparedSubject, EnvironmentComparison, Verdict } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { html } from '../html.ts';
import { count } from '../text/format.ts';
import { Failed } from './Failed.ts';

// What matters most comes first. Complete for the contract, or the build fails.
const verdicts: Readonly<Record<Verdict, string>> = {
  unexpected: 'Unexpected',
  follows: 'Follows from the others',
  expected: 'Expected',
  notCompared: 'Not compared',
  same: 'Same',
};

/** The comparison with another environment, whose description is dropped, chosen or pasted; the service applies the rules of parity. */
export function Compare() {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [result, setResult] = useState<EnvironmentComparison | null>(null);
  const compare = async (description: string) => {
    setText(description);
    setResult(null);
    setFailure(null);
    setWrong('');
    let other: Record<string, never>;
    try {
      other = JSON.parse(description) as Record<string, never>;
    } catch {
      return setWrong('That is no environment description: it is one JSON document, from its first brace to its last.');
    }
    setBusy(true);
    const { data, error, response } = await api.POST('/environment/comparison', { body: other });
    setBusy(false);
    if (data) setResult(data);
    else setFailure(failureOf(error, response));
  };
  const take = async (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) await compare(await file.text());
  };
  return html`<section
    class="compare"
    onDragOver=${(event: DragEvent) => event.preventDefault()}
    onDrop=${(event: DragEvent) => {
      event.preventDefault();
      void take(event.dataTransfer?.files);
    }}
  >
    <h2>Compare with another environment</h2>
    <p>
      Drop the description of another one here, choose its file, or paste it. <code>curl …/environment</code> there gives it, and so does “Save as a file” on its page. It
      is compared by the rules of <code>fitness parity</code>, and kept nowhere.
    </p>
    <label>
      Its file
      <input
        type="file"
        accept=".json,application/json"
        onChange=${(event: Event) => void take((event.target as HTMLInputElement).files)}
      />
    </label>
    <form
      onSubmit=${(event: Event) => {
        event.preventDefault();
        void compare(text);
      }}
    >
      <label>
        Or its text
        <textarea
          rows="3"
          required
          spellcheck=${false}
          aria-invalid=${wrong ? 'true' : undefined}
          aria-describedby=${wrong ? 'compare-wrong' : undefined}
          value=${text}
          onInput=${(event: Event) => setText((event.target as HTMLTextAreaElement).value)}
        />
      </label>
      ${wrong && html`<p id="compare-wrong" role="alert" class="bad">${wrong}</p>`}
      <button type="submit" disabled=${isBusy} aria-busy=${isBusy}>Compare</button>
    </form>
    ${failure && html`<${Failed} failure=${failure} retry=${() => void compare(text)} />`}
    <div role="status">${result && html`<${Result} result=${result} />`}</div>
  </section>`;
}

function Result({ result }: { result: EnvironmentComparison }) {
  const { here, there, rows, same, isAsExpected, expiredRules } = result;
  const groups = (Object.keys(verdicts) as Verdict[]).map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict)] as const);
  return html`<p>
      <strong class=${isAsExpected ? 'good' : 'bad'}>${isAsExpected ? 'Nothing unexpected differs.' : 'Something differs that should not.'}</strong>
      ${` Here is ${nameOf(here)}, there is ${nameOf(there)}. ${count(same)} subjects are the same.`}
      ${expiredRules.length > 0 && ` These rules have expired: ${expiredRules.join(', ')}.`}
    </p>
    ${groups
      .filter(([, some]) => some.length > 0)
      .map(
        ([verdict, some]) => html`<h3>${verdicts[verdict]}: ${count(some.length)}</h3>
          <${Rows} name=${verdicts[verdict]} rows=${some} />`,
      )}`;
}

function Rows({ name, rows }: { name: string; rows: readonly ComparedSubject[] }) {
  return html`<div class="scrolls" tabindex="0" role="region" aria-label=${name}>
    <table>
      <caption class="visually-hidden">${name}</caption>
      <thead>
        <tr><th scope="col">What</th><th scope="col">Here</th><th scope="col">There</th><th scope="col">Why it matters</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ path, name: subject, here, there, rule, note }) => html`<tr key=${path}>
            <th scope="row" title=${path}>${subject}</th>
            <td class="value" dir="auto">${here}</td>
            <td class="value" dir="auto">${there}</td>
            <td>${note}${rule && html` <small>(rule ${rule})</small>`}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function nameOf({ environment, version, commit }: ComparedEnvironment): string {
  return `${environment} ${version}${commit ? ` (${commit.slice(0, 8)})` : ''}`;
}
