import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { html } from '../html.ts';

/** A modal dialog; Escape closes it, and the focus returns to where it was. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children?: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current!.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return html`<dialog
    ref=${element}
    aria-labelledby=${id}
    onCancel=${(event: Event) => {
      event.preventDefault();
      close();
    }}
  >
    <article>
      <header>
        <button type="button" class="plain close" aria-label="Close" onClick=${close}>✕</button>
        <h2 id=${id}>${title}</h2>
      </header>
      ${children}
    </article>
  </dialog>`;
}
