import createClient from 'openapi-fetch';
import type { ProblemDetails, paths } from '../../contract';
import { identity, noteRefusal, token } from '../state/session.ts';
import { keep } from './calls.ts';
import { noAnswer } from './failures.ts';

// A request that takes longer is given up, so that the person hears of it.
const longestWait = 60_000;
const shown = new Set(['content-type', 'if-match', 'if-none-match', 'idempotency-key', 'accept']);
// What is longer has files in it.
const longestKept = 65_536;
const json = /[/+]json\b/;

/** The API, typed from its contract. A call never throws: without an answer, the error is a problem as well. */
export const api = createClient<paths>({ baseUrl: '/', fetch: send });

/** Sends a request as the user, and keeps what came of it. An answer to who is no longer the user never comes: it is not for the next one. */
export async function send(request: Request): Promise<Response> {
  const who = identity.value;
  const traceId = hex(16);
  const address = new URL(request.url);
  const headers = Object.fromEntries([...request.headers].filter(([name]) => shown.has(name)));
  const sent = request.clone();
  const used = token.value;
  if (used) request.headers.set('Authorization', `Bearer ${used}`);
  request.headers.set('traceparent', `00-${traceId}-${hex(8)}-01`);
  const type = request.headers.get('Content-Type') ?? '';
  const text = json.test(type) ? await sent.text() : '';
  const body = text && text.length <= longestKept ? text : undefined;
  const file = body === undefined && sent.body !== null && type ? (request.headers.get('X-File-Name') ?? 'FILE') : undefined;
  request.headers.delete('X-File-Name');
  const began = performance.now();
  const at = new Date();
  let response: Response;
  let problem: string | undefined;
  let status = 0;
  try {
    response = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(longestWait)]), cache: 'no-store' });
    // The whole answer counts: a connection can break in the middle of it.
    const content = await response.blob();
    status = response.status;
    response = new Response([101, 204, 205, 304].includes(status) ? null : content, {
      status,
      statusText: response.statusText,
      headers: response.headers,
    });
    if (status >= 400) problem = await response.clone().text();
  } catch (error) {
    if (request.signal.aborted) throw error;
    response = noAnswer(error);
    problem = error instanceof Error ? error.message : String(error);
  }
  if (who !== identity.value) return new Promise(() => {});
  keep({
    method: request.method,
    path: address.pathname + address.search,
    headers,
    hasToken: used !== null,
    traceId,
    at,
    duration: performance.now() - began,
    status,
    ...(body === undefined ? {} : { body }),
    ...(file === undefined ? {} : { file }),
    ...(problem === undefined ? {} : { problem }),
  });
  if (status === 401) noteRefusal(used, response.headers.get('WWW-Authenticate'));
  return response;
}

/** Asks for what the contract does not describe. The error is a problem as everywhere. */
export async function get<T>(path: string): Promise<{ data?: T; error?: ProblemDetails; response: Response }> {
  const response = await send(new Request(path, { headers: { Accept: 'application/json' } }));
  const content = (await response.json().catch(() => undefined)) as never;
  return response.ok ? { data: content, response } : { error: content ?? { type: '', title: response.statusText, status: response.status }, response };
}

function hex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
