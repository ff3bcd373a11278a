import { html } from '../html.ts';
import { commitOf, engineName, health, isOld, place, placeFailure } from '../state/place.ts';
import { linkTo } from '../state/route.ts';

/** Where this is: on every view, and in Test unmistakably not Development. */
export function Badge() {
  const here = place.value;
  const details = here?.details;
  const name = here?.environment ?? (placeFailure.value ? 'Unknown' : '…');
  const well = health.value;
  return html`<aside class=${`badge ${name.toLowerCase()}`} aria-label="Where am I?">
    <strong class="environment">${name}</strong>
    ${here && html`<span title="Version and commit">${here.version} <code>${commitOf(here)}</code></span>`}
    ${details?.digest && html`<span title=${details.digest}>image <code>${details.digest.slice(7, 15)}</code></span>`}
    ${details && html`<span title="Region">${details.region}</span><span title="Table">table <code>${details.table}</code></span><span>${engineName(details.engine)}</span>`}
    ${here && !details && html`<span>Region, table and image are for operators.</span>`}
    <span role="status" class=${well === null ? '' : well.ready ? 'good' : 'bad'}>
      ${placeFailure.value ? placeFailure.value.sentence : well === null ? '' : well.ready ? '● healthy' : `▲ not ready: ${well.text}`}
    </span>
    <a href=${linkTo(['environment'])}>Environment</a>
    ${isOld.value &&
    html`<span role="alert" class="old">
      A newer page is served here. <button type="button" class="small" onClick=${() => location.reload()}>Reload</button>
    </span>`}
  </aside>`;
}
