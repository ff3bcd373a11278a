import { html } from '../html.ts';
import { dismiss, notices } from '../state/notices.ts';

/** The messages that go by themselves. */
export function Notices() {
  return html`<div class="notices" role="status" aria-live="polite">
    ${notices.value.map(
      (notice) => html`<article key=${notice.id}>
        <span>${notice.text}</span>
        ${notice.action &&
        html`<button
          type="button"
          onClick=${() => {
            dismiss(notice.id);
            notice.action!.run();
          }}
        >
          ${notice.action.label}
        </button>`}
        <button type="button" class="plain" aria-label="Dismiss" onClick=${() => dismiss(notice.id)}>✕</button>
      </article>`,
    )}
  </div>`;
}
