import { html } from '../html.ts';

/** Not yet. */
export function Activities() {
  return html`<section><h1 tabindex="-1">Activities</h1></section>`;
}
