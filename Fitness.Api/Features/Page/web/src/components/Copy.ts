import { useState } from 'preact/hooks';
import { html } from '../html.ts';

/** A button that copies a text to the clipboard, or offers it for copying by hand where the browser allows none. */
export function Copy({ text, label = 'Copy' }: { text: () => string; label?: string }) {
  const [state, setState] = useState<'' | 'copied' | 'by hand'>('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
      setTimeout(() => setState(''), 3000);
    } catch {
      // Over plain http, a browser allows it on this machine only.
      setState('by hand');
    }
  };
  return html`<span class="copy">
    <button type="button" class="secondary small" onClick=${copy}>${state === 'copied' ? 'Copied' : label}</button>
    <span role="status" class="visually-hidden">${state === 'copied' ? 'Copied' : ''}</span>
    ${state === 'by hand' &&
    html`<textarea readonly aria-label="Copy this by hand" rows="4" ref=${(area: HTMLTextAreaElement | null) => area?.select()}>${text()}</textarea>`}
  </span>`;
}
