import { signal } from '@preact/signals';
import { identity } from '../state/session.ts';

/** A request that the page has sent, and what came of it. It has no token, and no file's content. */
export interface Call {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that was sent; the name of the file if one was. */
  readonly body?: string;
  readonly file?: string;
  readonly hasToken: boolean;
  /** The trace, as the service's logs and traces name it (W3C Trace Context). */
  readonly traceId: string;
  readonly at: Date;
  /** Milliseconds until the whole answer was there. */
  readonly duration: number;
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** The problem that was answered, or why there was no answer. */
  readonly problem?: string;
}

const kept = 20;

/** The last calls, newest first. */
export const calls = signal<readonly Call[]>([]);

// What one user has asked and entered is not for the report of another one.
identity.subscribe(() => (calls.value = []));

/** Keeps a call. What is asked again and again in the background must not push out what the person did: of equal reads only the last one stays. */
export function keep(call: Call): void {
  const repeats = (other: Call) =>
    call.method === 'GET' && other.method === 'GET' && other.path.split('?')[0] === call.path.split('?')[0] && other.status === call.status;
  calls.value = [call, ...calls.value.filter((other) => !(call.status < 400 && repeats(other)))].slice(0, kept);
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The call as a command of a POSIX shell; the token is the variable TOKEN. */
export function asCurl(call: Call, origin = location.origin): string {
  const words = ['curl', '--include'];
  if (call.method !== 'GET') words.push('--request', call.method);
  words.push(quoted(origin + call.path));
  for (const [name, value] of Object.entries(call.headers)) words.push('--header', quoted(`${name}: ${value}`));
  if (call.hasToken) words.push('--header', '"Authorization: Bearer $TOKEN"');
  if (call.body !== undefined) words.push('--data-raw', quoted(call.body));
  if (call.file !== undefined) words.push('--data-binary', quoted(`@${call.file}`));
  return words.join(' ');
}
