import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ReportPreview, ReportUpload } from '../../contract';
import { type Call } from '../api/calls.ts';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { html } from '../html.ts';
import { base64, download } from '../text/files.ts';
import { bytes, count, instant } from '../text/format.ts';
import { Copy } from './Copy.ts';
import { Failed } from './Failed.ts';

// The contract allows 8 MB of Base64 and text.
const mostBytes = 6_000_000;
const mostUploads = 5;

/** Makes the file of a report: says what will be in it and who can read it, takes the words for it, and shows how a developer replays it. */
export function ReportForm({ failed }: { failed: Call | undefined }) {
  const [preview, setPreview] = useState<ReportPreview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const read = async () => {
    setFailure(null);
    const { data, error, response } = await api.GET('/v1/me/report');
    if (data) setPreview(data);
    else setFailure(failureOf(error, response));
  };
  useEffect(() => void read(), []);
  if (failure) return html`<${Failed} failure=${failure} retry=${read} />`;
  if (preview === null) return html`<p aria-busy="true">What a report would have in it is looked up…</p>`;
  if (made !== null) return html`<${Made} name=${made} again=${() => setMade(null)} />`;
  return html`<${Contents} preview=${preview} /><${Form} preview=${preview} note=${firstNote(failed)} made=${setMade} />`;
}

function Contents({ preview: { requests, since, items, isRecorded, contents, readers } }: { preview: ReportPreview }) {
  return html`<p>
      Make a file of it, with which a developer sees the same. It has
      ${isRecorded
        ? html` your last ${requests === 1 ? 'request' : html`<strong>${count(requests)}</strong> requests`}${since && ` so far, from ${instant(since)} on`}, and `
        : html` none of your requests, for they are not recorded here, but `}
      the <strong>${count(items)}</strong> ${items === 1 ? 'item' : 'items'} that ${items === 1 ? 'is' : 'are'} stored of you. What you wrote, such as names and notes, is replaced by random letters; ids, times and measures stay.
    </p>
    <p><strong>Who can read it:</strong> ${readers}</p>
    <details>
      <summary>What is in it, and what is not</summary>
      <ul>${contents.map((sentence) => html`<li>${sentence}</li>`)}</ul>
    </details>`;
}

function Form({ preview: { uploads }, note, made }: { preview: ReportPreview; note: string; made: (name: string) => void }) {
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const [files, setFiles] = useState<Readonly<Record<string, File>>>({});
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const chosen = Object.entries(files);
  const tooMuch = chosen.length > mostUploads || chosen.reduce((sum, [, { size }]) => sum + size, 0) > mostBytes;
  const make = async () => {
    if (isBusy || tooMuch || !element.current?.reportValidity()) return;
    setBusy(true);
    setFailure(null);
    setWrong(new Set());
    const words = new FormData(element.current);
    const text = (name: string) => String(words.get(name) ?? '').trim();
    const contents: string[] = [];
    for (const [hash, file] of chosen) {
      const content = await base64(file).catch(() => null);
      if (content === null) {
        // It was moved or deleted meanwhile.
        setWrong(new Set([hash]));
        return setBusy(false);
      }
      contents.push(content);
    }
    const { data, error, response } = await api.POST('/v1/me/report', {
      body: { title: text('title'), ...(text('note') ? { note: text('note') } : {}), ...(contents.length > 0 ? { uploads: contents } : {}) },
      parseAs: 'blob',
    });
    setBusy(false);
    if (data) {
      const name = nameOf(response);
      download(name, 'application/zip', data as unknown as Blob);
      return made(name);
    }
    const refused = failureOf(error, response);
    if (refused.problem.type.endsWith('/unknown-upload')) setWrong(new Set(chosen.filter((_, index) => refused.problem.errors?.[`/uploads/${index}`]).map(([hash]) => hash)));
    else setFailure(refused);
  };
  const choose = (hash: string, file: File | undefined) => {
    const { [hash]: _, ...others } = files;
    setFiles(file ? { ...others, [hash]: file } : others);
    setWrong(new Set([...wrong].filter((other) => other !== hash)));
  };
  return html`<form
    class="report"
    ref=${element}
    onSubmit=${(event: Event) => {
      event.preventDefault();
      void make();
    }}
  >
    <label for=${`${id}-title`}>What is wrong?</label>
    <input id=${`${id}-title`} name="title" required maxlength="200" pattern=".*\\S.*" dir="auto" autocomplete="off" />
    <label for=${`${id}-note`}>What did you do, expect and see instead?</label>
    <textarea id=${`${id}-note`} name="note" rows="5" maxlength="10000" dir="auto" aria-describedby=${`${id}-help`} defaultValue=${note} />
    <small id=${`${id}-help`}>Both are in the file as you write them, but for what looks like a password, a token or a key.</small>
    ${uploads.length > 0 && html`<${Files} uploads=${uploads} wrong=${wrong} choose=${choose} />`}
    ${tooMuch && html`<p role="alert" class="bad">At most ${mostUploads} files can be added, of ${bytes(mostBytes)} together.</p>`}
    ${failure && html`<${Failed} failure=${failure} retry=${make} />`}
    <p class="actions"><button type="submit" aria-busy=${isBusy} disabled=${isBusy}>Make the file</button></p>
  </form>`;
}

interface FilesProps {
  readonly uploads: readonly ReportUpload[];
  readonly wrong: ReadonlySet<string>;
  readonly choose: (hash: string, file: File | undefined) => void;
}

function Files({ uploads, wrong, choose }: FilesProps) {
  return html`<details open=${wrong.size > 0}>
    <summary>Add what you have uploaded</summary>
    <p>The service has not kept the bytes of what you uploaded. <strong>A track can lead home:</strong> choose a file again only if it has to be in the report.</p>
    ${uploads.map(
      ({ at, mediaType, bytes: size, sha256 }) => html`<label key=${sha256}>
        ${mediaType}, ${bytes(size)}, uploaded ${instant(at)}
        <input
          type="file"
          aria-invalid=${wrong.has(sha256) ? 'true' : undefined}
          aria-describedby=${wrong.has(sha256) ? `wrong-${sha256}` : undefined}
          onChange=${(event: Event) => choose(sha256, (event.target as HTMLInputElement).files?.[0])}
        />
        ${wrong.has(sha256) && html`<small id=${`wrong-${sha256}`} class="bad" role="alert">This is not the file that was uploaded, or it cannot be read.</small>`}
      </label>`,
    )}
  </details>`;
}

function Made({ name, again }: { name: string; again: () => void }) {
  const command = `deploy/fitness replay ${name} --against .`;
  return html`<div class="made" role="status">
      <p><strong class="good">The file ${name} is made.</strong> Your browser has saved it. Attach it where you report the fault.</p>
      <p>In a checkout, a developer replays it with the path to where it is:</p>
      <pre tabindex="0"><code>${command}</code></pre>
    </div>
    <p class="actions">
      <${Copy} label="Copy the command" text=${() => command} />
      <button type="button" class="secondary small" onClick=${again}>Make another</button>
    </p>`;
}

function firstNote(failed: Call | undefined): string {
  const where = `At ${location.href}`;
  return failed === undefined ? where : `${where}\n${failed.method} ${failed.path.split('?')[0]}: ${titleOf(failed)}\nTrace ${failed.traceId}`;
}

function titleOf({ status, problem }: Call): string {
  try {
    const { title } = JSON.parse(problem ?? '') as { title?: string };
    return title ?? String(status);
  } catch {
    return status === 0 ? 'no answer' : String(status);
  }
}

function nameOf(response: Response): string {
  return /filename=([\w.-]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'fitness-report.zip';
}
