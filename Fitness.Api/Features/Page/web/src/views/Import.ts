import { useEffect, useState } from 'preact/hooks';
import { UploadResult } from '../components/UploadResult.ts';
import { html } from '../html.ts';
import { accepted, add, cancel, options, pausedUntil, uploads } from '../state/imports.ts';
import { linkTo } from '../state/route.ts';

/** Imports what a watch or another app has recorded: dropped or chosen files. */
export function Import() {
  const [isOver, setOver] = useState(false);
  const files = uploads.value;
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    // A file that is dropped on a page otherwise replaces it.
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer!);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    document.addEventListener('dragleave', leave);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
      document.removeEventListener('dragleave', leave);
    };
  }, []);
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    add([...(input.files ?? [])], new Set());
    // The same file can be chosen again.
    input.value = '';
  };
  return html`<section class=${isOver ? 'import over' : 'import'}>
    <h1 tabindex="-1">Import</h1>
    <p>
      Drop FIT, GPX or TCX files anywhere here, as a watch or an app exports them, or choose them. Each becomes one or more activities; the same file again changes
      nothing.
    </p>
    <label>
      Files (${accepted.join(', ')})
      <input type="file" multiple accept=${accepted.join(',')} onChange=${choose} />
    </label>
    <${Options} />
    ${files.length > 0 && html`<${Progress} />`}
    <ul class="uploads">
      ${files.map((upload) => html`<${UploadResult} key=${upload.id} upload=${upload} />`)}
    </ul>
    ${files.some(({ state }) => state === 'stored') && html`<p><a href=${linkTo(['activities'])}>See all activities</a></p>`}
  </section>`;
}

function take({ files, items }: DataTransfer): void {
  const folders = [...items].filter((item) => item.webkitGetAsEntry()?.isDirectory).map((item) => item.getAsFile()?.name);
  add([...files], new Set([...files].filter(({ name }) => folders.includes(name))));
}

function Options() {
  const { timezone, storesDuplicates } = options.value;
  return html`<details>
    <summary>Options for the next files</summary>
    <label>
      Time zone where they were recorded
      <input
        list="zones"
        autocomplete="off"
        value=${timezone}
        onChange=${(event: Event) => (options.value = { ...options.value, timezone: (event.target as HTMLInputElement).value.trim() || 'UTC' })}
      />
      <small>Most files have no offset from UTC; their activities' local times come from this zone.</small>
    </label>
    <datalist id="zones">${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone} />`)}</datalist>
    <label>
      <input
        type="checkbox"
        role="switch"
        checked=${storesDuplicates}
        onChange=${(event: Event) => (options.value = { ...options.value, storesDuplicates: (event.target as HTMLInputElement).checked })}
      />
      Store what is there already from another file, too
    </label>
  </details>`;
}

function Progress() {
  const files = uploads.value;
  const done = files.filter(({ state }) => state !== 'waiting' && state !== 'sending');
  const isDone = done.length === files.length;
  const size = (some: typeof files) => some.reduce((sum, { file }) => sum + file.size, 0);
  const stored = files.filter(({ state }) => state === 'stored').length;
  const words = isDone
    ? `Imported: ${stored} of ${files.length}.`
    : pausedUntil.value !== null
      ? `The service has much to do. It goes on at ${new Date(pausedUntil.value).toLocaleTimeString()} by itself.`
      : `File ${done.length + 1} of ${files.length}.`;
  return html`<div class="progress">
    <p role="status">${words}</p>
    ${!isDone &&
    html`<progress aria-label="Import" value=${size(done)} max=${Math.max(1, size(files))} />
      <button type="button" class="secondary small" onClick=${cancel}>Cancel</button>`}
  </div>`;
}
