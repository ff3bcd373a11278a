import { signal } from '@preact/signals';
import type { ImportResponse, ImportResult } from '../../contract';
import { send } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { identity } from './session.ts';
import { changed } from './sync.ts';

/** A file, and what became of it. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'stored' | 'refused' | 'cancelled';
  /** Whether recordings whose activities were deleted are created anew. */
  readonly isAnew: boolean;
  readonly results?: readonly ImportResult[];
  /** Why the service refused it, or in what it is to be tried again. */
  readonly failure?: Failure;
  /** Why it was not sent. */
  readonly reason?: string;
}

/** How files are read. */
export interface ImportOptions {
  readonly timezone: string;
  readonly storesDuplicates: boolean;
}

// As the contract has it; a connection that the service closes in the middle of a file does not say why.
const largestFile = 20 * 1024 * 1024;
const mediaTypes: Readonly<Record<string, string>> = {
  gpx: 'application/gpx+xml',
  tcx: 'application/vnd.garmin.tcx+xml',
  fit: 'application/vnd.ant.fit',
  xml: 'text/xml',
  gz: 'application/gzip',
};

/** What the file chooser offers. */
export const accepted = Object.keys(mediaTypes).map((extension) => `.${extension}`);

/** The files of this visit, in the order in which they were chosen. They go on when another view is shown. */
export const uploads = signal<readonly Upload[]>([]);

/** How the next files are read. */
export const options = signal<ImportOptions>({ timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', storesDuplicates: false });

/** Until when the next try is put off, or null. */
export const pausedUntil = signal<number | null>(null);

let last = 0;
let current = new AbortController();
let isRunning = false;

identity.subscribe(() => {
  current.abort();
  uploads.value = [];
});

/** Takes files, and sends them one after the other. */
export function add(files: readonly File[], folders: ReadonlySet<File>): void {
  const added = files.map((file): Upload => {
    const reason = folders.has(file) ? 'That is a folder. Choose the files in it.' : refusalOf(file);
    return { id: ++last, file, isAnew: false, state: reason ? 'refused' : 'waiting', ...(reason ? { reason } : {}) };
  });
  uploads.value = [...uploads.value, ...added];
  void run();
}

/** Sends a file again. */
export function again(id: number, isAnew = false): void {
  uploads.value = uploads.value.map((one): Upload => (one.id === id ? { id, file: one.file, state: 'waiting', isAnew } : one));
  void run();
}

/** Sends no more. What was stored stays. */
export function cancel(): void {
  current.abort();
  for (const { id, state } of uploads.value) if (state === 'waiting' || state === 'sending') update(id, { state: 'cancelled' });
}

function refusalOf({ name, size }: File): string | null {
  if (!mediaTypeOf(name)) return `Only FIT, GPX and TCX files can be read, also packed by gzip: their names end in ${accepted.join(', ')}, such as .fit.gz. Unpack a ZIP file first.`;
  if (size === 0) return 'The file is empty. Export it again.';
  if (size > largestFile) return `The file is too large: it may have ${largestFile / 1024 / 1024} MB. Pack it by gzip, or export it in parts.`;
  return null;
}

function mediaTypeOf(name: string): string | undefined {
  return mediaTypes[name.split('.').at(-1)!.toLowerCase()];
}

// One at a time: the service takes few of a user at once, and other devices import as well.
async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (let next: Upload | undefined; (next = uploads.value.find(({ state }) => state === 'waiting')); ) {
    current = new AbortController();
    const { signal } = current;
    update(next.id, { state: 'sending' });
    if (await isUnreadable(next.file)) update(next.id, { state: 'refused', reason: 'The file cannot be read. It was moved, changed or deleted; choose it again.' });
    // What is cancelled ends with an exception.
    else await store(next, signal).catch((error: unknown) => !signal.aborted && Promise.reject(error));
  }
  isRunning = false;
}

function isUnreadable(file: File): Promise<boolean> {
  return file.slice(0, 1).arrayBuffer().then(
    () => false,
    () => true,
  );
}

async function store(upload: Upload, signal: AbortSignal): Promise<void> {
  const { timezone, storesDuplicates } = options.value;
  const query = new URLSearchParams({ timezone, ...(storesDuplicates ? { duplicates: 'store' } : {}) });
  const headers = {
    'Content-Type': mediaTypeOf(upload.file.name)!,
    // A header takes ASCII only.
    'X-File-Name': upload.file.name.replace(/[^ -~]/g, '_'),
    ...(upload.isAnew ? { 'If-None-Match': '*' } : {}),
  };
  const response = await send(new Request(`/v1/activities/import?${query}`, { method: 'POST', headers, body: upload.file, signal }));
  signal.throwIfAborted();
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const { results } = content as ImportResponse;
    update(upload.id, { state: 'stored', results });
    changed(results.map(({ id, activity }) => ({ id, kind: 'upsert', activity })));
    return;
  }
  const failure = failureOf(content, response);
  if (failure.retryAfter === undefined) return update(upload.id, { state: 'refused', failure });
  update(upload.id, { state: 'waiting', failure });
  await pause(failure.retryAfter, signal);
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  pausedUntil.value = Date.now() + seconds * 1000;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  pausedUntil.value = null;
}

/** Says what became of a file; what was said before is over. */
function update(id: number, part: Pick<Upload, 'state'> & Partial<Upload>): void {
  uploads.value = uploads.value.map((one) => (one.id === id ? { id, file: one.file, isAnew: one.isAnew, ...part } : one));
}
