import { html } from '../html.ts';
export function Compare() { return html`<p></p>`; }
