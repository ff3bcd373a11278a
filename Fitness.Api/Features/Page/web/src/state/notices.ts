import { signal } from '@preact/signals';
import { identity } from './session.ts';

/** A message that goes by itself, with something to do about it. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const shownFor = 12_000;
let last = 0;

/** The messages that are shown now. */
export const notices = signal<readonly Notice[]>([]);

// Another user must neither read them nor undo what they are about.
identity.subscribe(dismissAll);

/** Shows a message for a while, in place of one that only told something; with an action it waits longer. */
export function notify(text: string, action?: Notice['action']): void {
  const id = ++last;
  notices.value = [...notices.value.filter((notice) => notice.action), { id, text, ...(action ? { action } : {}) }];
  setTimeout(() => dismiss(id), action ? shownFor * 2 : shownFor);
}

/** Removes a message. */
export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Removes all messages, with what they offer to undo. */
export function dismissAll(): void {
  notices.value = [];
}
