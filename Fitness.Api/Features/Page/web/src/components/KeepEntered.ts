import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.ts';
import { keepView } from '../state/route.ts';
import { Dialog } from './Dialog.ts';

/** Asks before a view with unsaved entries is left, in the page and by the browser. */
export function KeepEntered({ isDirty, leave }: { isDirty: () => boolean; leave: () => void }) {
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    const ask = (event: Event) => isDirty() && event.preventDefault();
    addEventListener('beforeunload', ask);
    const stop = keepView((next) => {
      if (isDirty()) setLink(next);
      return isDirty();
    });
    return () => {
      removeEventListener('beforeunload', ask);
      stop();
    };
  }, []);
  if (link === null) return null;
  return html`<${Dialog} title="Leave without saving?" close=${() => setLink(null)}>
    <p>What you have entered is not saved yet.</p>
    <p class="actions">
      <button type="button" onClick=${() => setLink(null)}>Stay here</button>
      <button
        type="button"
        class="danger"
        onClick=${() => {
          leave();
          location.assign(link);
        }}
      >
        Leave
      </button>
    </p>
  <//>`;
}
