import { html } from '../html.ts';

/** Not yet. */
export function Pictures() {
  return html`<section><h1 tabindex="-1">Pictures</h1></section>`;
}
