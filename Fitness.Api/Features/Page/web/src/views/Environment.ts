import { html } from '../html.ts';

/** Not yet. */
export function Environment() {
  return html`<section><h1 tabindex="-1">Environment</h1></section>`;
}
