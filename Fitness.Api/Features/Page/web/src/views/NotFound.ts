import { html } from '../html.ts';

/** An address that is not there. */
export function NotFound({ address }: { address: string }) {
  return html`<section>
    <h1 tabindex="-1">There is nothing here</h1>
    <p>The address <code>${address}</code> does not exist. Check how it is spelled, or go to one of these:</p>
    <ul>
      <li><a href="/#/">The pictures</a></li>
      <li><a href="/#/activities">The activities</a></li>
      <li><a href="/scalar">The reference of the API</a></li>
    </ul>
  </section>`;
}
