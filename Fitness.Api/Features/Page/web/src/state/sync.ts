import type { Change } from '../../contract';
import { api } from '../api/client.ts';
import { identity } from './session.ts';

/** What is told of changes, wherever they were made; null means that everything has to be read anew. */
export type Listener = (changes: readonly Change[] | null) => void;

const shortest = 5_000;
const longest = 60_000;
const listeners = new Set<Listener>();
const others = new BroadcastChannel('fitness');
let next: string | null = null;
let missed = false;
let timer = 0;
let wait = shortest;
let running = false;
let following = Promise.withResolvers<void>();

/** Tells a listener of changes until the returned function is called. */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) schedule(0);
  return () => void listeners.delete(listener);
}

/** Ends when the first question is answered: what is read from here on misses no change. If there was no answer, listeners are told later to read anew. */
export function whenFollowing(): Promise<void> {
  return following.promise;
}

/** Tells all listeners of a change that this page has made, before the service does, and other tabs that there is one. */
export function changed(changes: readonly Change[] | null): void {
  tell(changes);
  others.postMessage('changed');
}

others.onmessage = () => schedule(0);
document.addEventListener('visibilitychange', () => !document.hidden && schedule(0));
addEventListener('online', () => schedule(0));
identity.subscribe(() => {
  next = null;
  missed = false;
  // The last user's question is never answered.
  running = false;
  wait = shortest;
  following = Promise.withResolvers<void>();
  schedule(0);
});

function schedule(delay: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void run(), delay);
}

async function run(): Promise<void> {
  // Nobody looks: it goes on when somebody does.
  if (running || document.hidden || listeners.size === 0) return;
  running = true;
  try {
    const { data, response } = await api.GET('/v1/activities/changes', { params: { query: { token: next ?? 'latest' } } });
    if (data) {
      next = data.nextToken;
      wait = data.hasMore ? 0 : shortest;
      if (missed) tell(null);
      else if (data.changes.length > 0) tell(data.changes);
      missed = false;
    } else {
      // What changes until there is a token, nobody tells.
      missed ||= next === null || response.status === 410;
      if (response.status === 410) next = null;
      wait = response.status === 410 ? 0 : Math.min(longest, Math.max(shortest, wait * 2));
    }
  } finally {
    following.resolve();
    running = false;
    schedule(wait);
  }
}

function tell(changes: readonly Change[] | null): void {
  for (const listener of [...listeners]) listener(changes);
}
