import { html } from '../html.ts';

/** Not yet. */
export function ActivityPage() {
  return html`<section><h1 tabindex="-1">ActivityPage</h1></section>`;
}
