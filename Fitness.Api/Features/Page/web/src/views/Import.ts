import { html } from '../html.ts';

/** Not yet. */
export function Import() {
  return html`<section><h1 tabindex="-1">Import</h1></section>`;
}
