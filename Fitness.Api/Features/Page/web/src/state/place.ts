import { computed, signal } from '@preact/signals';
import type { EnvironmentSummary, StorageEndpoint } from '../../contract';
import { api, send } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { identity } from './session.ts';

const interval = 30_000;

/** What this service says it is, or null before the first answer. */
export const place = signal<EnvironmentSummary | null>(null);

/** Why the last question to it failed, or null. */
export const placeFailure = signal<Failure | null>(null);

/** Whether the service is ready, and if not, why not; null before the first answer. */
export const health = signal<{ readonly ready: boolean; readonly text: string } | null>(null);

/** Whether the service serves another page by now: after a deployment, an old one may not fit its API. */
export const isOld = signal(false);

/** Whether calls need a token that the person has not given. */
export const needsToken = computed(() => place.value !== null && place.value.takesTokens && place.value.user === undefined);

// Complete for the contract, or the build fails.
const engines: Readonly<Record<StorageEndpoint, string>> = {
  embedded: 'embedded engine',
  local: 'local engine',
  regional: 'DynamoDB',
};

/** What answers the requests to the storage, in words. */
export function engineName(engine: StorageEndpoint): string {
  return engines[engine] ?? engine;
}

/** The commit in short, marked if there was more than the commit in the build. */
export function commitOf({ commit, dirty }: EnvironmentSummary): string {
  return `${commit?.slice(0, 8) ?? 'no commit'}${dirty ? '-dirty' : ''}`;
}

/** Asks who and how the service is, now and from time to time while the page is looked at. */
export async function watchPlace(): Promise<void> {
  identity.subscribe(() => {
    forgetUser();
    void ask();
  });
  document.addEventListener('visibilitychange', () => !document.hidden && void ask());
  setInterval(() => !document.hidden && void ask(), interval);
}

// Until the service says who the next user is, nobody is taken for the last one.
function forgetUser(): void {
  if (!place.value) return;
  const { user, details, ...everybody } = place.value;
  place.value = { ...everybody, isOperator: false };
}

/** Asks once. */
export async function ask(): Promise<void> {
  const [{ data, error, response }, ready] = await Promise.all([api.GET('/environment/summary'), send(new Request('/health'))]);
  placeFailure.value = data ? null : failureOf(error, response);
  const text = await ready.text();
  health.value = { ready: ready.ok, text: ready.ok ? 'Healthy' : reason(text) };
  if (!data) return;
  place.value = data;
  isOld.value ||= await isReplaced();
}

function reason(text: string): string {
  try {
    const { status, checks = {} } = JSON.parse(text) as { status: string; checks?: Record<string, { status: string; description?: string }> };
    const failed = Object.entries(checks).filter(([, check]) => check.status !== 'Healthy');
    return failed.map(([name, check]) => check.description ?? name).join(' ') || status;
  } catch {
    return text;
  }
}

/** Whether another page is served: it names its script by a hash of the content. Without an answer, it is asked again next time. */
async function isReplaced(): Promise<boolean> {
  const page = await fetch('/', { cache: 'no-store' }).then((response) => (response.ok ? response.text() : null)).catch(() => null);
  return page !== null && !page.includes(new URL(import.meta.url).pathname.slice(1));
}
