import { html } from '../html.ts';

/** Not yet. */
export function Editor() {
  return html`<section><h1 tabindex="-1">Editor</h1></section>`;
}
