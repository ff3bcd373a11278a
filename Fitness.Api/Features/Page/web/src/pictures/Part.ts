import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { choiceLink } from './choice.ts';
import type { Reading } from './reading.ts';

interface Props {
  readonly title: string;
  readonly reading: Reading<unknown>;
  /** What chooses other data for this picture alone. */
  readonly tools?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** One picture with its heading: waiting, failed, or there. It fails by itself, and the others stand. */
export function Part({ title, reading: { data, failure, busy, retry }, tools, children }: Props) {
  const id = useId();
  return html`<article class="part" aria-labelledby=${id} aria-busy=${busy ? 'true' : undefined}>
    <h2 id=${id}>${title}</h2>
    ${tools}
    ${failure && html`<${Failed} failure=${failure} retry=${retry} />`}
    ${failure?.problem.type.endsWith('/range-too-large') &&
    !tools &&
    html`<p><a href=${choiceLink({ range: null, period: null })}>Show the last 12 weeks instead</a></p>`}
    ${(data !== undefined || !failure) && children}
  </article>`;
}

/** The place of a picture that is still being read: what comes later does not move. */
export function Waiting({ calendar = false }: { calendar?: boolean }) {
  return html`<div class=${calendar ? 'waiting calendar' : 'waiting'}>Reading …</div>`;
}
