import type { Activity, ActivityInput } from '../../contract';
import { type Entries, entriesOf, firstEntries } from '../text/entries.ts';
import { place } from './place.ts';

/** What is being entered, and what it is based on. */
export interface Draft {
  readonly id: string;
  /** The version that is changed; null for a new activity. */
  readonly base: Activity | null;
  /** Activities whose values the entries may stand for. */
  readonly known: readonly ActivityInput[];
  /** What the form had before the first key. */
  readonly before: Entries;
  readonly entries: Entries;
}

// In memory only: when a token ends in the middle of an entry, nothing of it is lost.
const kept = new Map<string, { readonly user: string | undefined; readonly draft: Draft }>();

/** A draft to change an activity, or to add one under a new id. */
export function draftOf(base: Activity | null): Draft {
  const before = base ? entriesOf(base) : firstEntries();
  return { id: base?.id ?? timeOrderedId(), base, known: base ? [base] : [], before, entries: before };
}

/** Keeps what is entered in a form. */
export function keepDraft(form: string, draft: Draft): void {
  kept.set(form, { user: place.value?.user, draft });
}

/** Forgets what was entered in a form. */
export function dropDraft(form: string): void {
  kept.delete(form);
}

/** What the same user has entered in a form before, and not saved. */
export function keptDraft(form: string): Draft | null {
  const entry = kept.get(form);
  return entry && entry.user === place.value?.user ? entry.draft : null;
}

/** A UUID version 7 (RFC 9562): made here, so that a repeated request creates one activity only. */
function timeOrderedId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now().toString(16).padStart(12, '0');
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const random = [...bytes.slice(6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${random.slice(0, 4)}-${random.slice(4, 8)}-${random.slice(8)}`;
}
