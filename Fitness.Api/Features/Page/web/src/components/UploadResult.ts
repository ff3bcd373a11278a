import type { ImportLoss, ImportResult } from '../../contract';
import type { Failure } from '../api/failures.ts';
import { html } from '../html.ts';
import { again, type Upload } from '../state/imports.ts';
import { linkTo } from '../state/route.ts';
import { titleOf } from '../text/activity.ts';
import { count, localStart } from '../text/format.ts';
import { sportName } from '../text/sports.ts';

// Complete for the contract, or the build fails.
const losses: Readonly<Record<Exclude<ImportLoss, 'checksum' | 'fileEnd'>, readonly [one: string, many: string]>> = {
  time: ['time that cannot be used', 'times that cannot be used'],
  position: ['position that is none', 'positions that are none'],
  jump: ['jump that nobody can make', 'jumps that nobody can make'],
  repeatedPoint: ['point that was there before', 'points that were there before'],
  altitude: ['altitude that cannot be', 'altitudes that cannot be'],
  heartRate: ['heart rate that cannot be', 'heart rates that cannot be'],
  distance: ['distance that cannot be', 'distances that cannot be'],
  duration: ['duration that is none, or too long', 'durations that are none, or too long'],
  energy: ['energy that nobody can spend', 'energies that nobody can spend'],
  steps: ['number of steps that is none', 'numbers of steps that are none'],
};

// Of these, nothing is left out that is there.
const faults: Readonly<Partial<Record<ImportLoss, string>>> = {
  fileEnd: 'The file is cut short or damaged there, or something else follows: what could be read is stored.',
  checksum: 'Its checksum does not fit: it was changed on its way.',
};

const states: Readonly<Record<Upload['state'], string>> = {
  waiting: 'Waiting',
  sending: 'Being sent and read…',
  stored: 'Done',
  refused: 'Refused',
  cancelled: 'Cancelled: nothing of it was stored, unless it was just being read',
};

/** A file, and what became of it. */
export function UploadResult({ upload }: { upload: Upload }) {
  const { id, file, state, results, failure, reason } = upload;
  const isDeleted = failure?.problem.type.endsWith('/activity-deleted') ?? false;
  return html`<li class="upload">
    <p>
      <strong class="text" dir="auto">${file.name}</strong>
      <small class=${state === 'refused' ? 'bad' : state === 'stored' ? 'good' : ''} aria-busy=${state === 'sending'}>${states[state]}</small>
    </p>
    ${reason && html`<p>${reason}</p>`}
    ${failure && html`<${Refusal} failure=${failure} />`}
    ${results && html`<ul>${results.map((result) => html`<${Recording} key=${result.id} result=${result} />`)}</ul>`}
    ${(state === 'cancelled' || (state === 'refused' && !reason)) &&
    html`<p class="actions">
      <button type="button" class="secondary small" onClick=${() => again(id)}>Try again</button>
      ${isDeleted && html`<button type="button" class="secondary small" onClick=${() => again(id, true)}>Create it anew</button>`}
    </p>`}
  </li>`;
}

function Refusal({ failure: { sentence, next, problem } }: { failure: Failure }) {
  const { detail, line, column, errors } = problem;
  // Most details name the place themselves.
  const place = line === undefined || detail?.includes(`ine ${line}`) ? '' : `Line ${line}, column ${column ?? '?'}.`;
  const fields = detail === undefined ? [] : Object.entries(errors ?? {});
  return html`<p class="text">${[sentence, next, place].filter(Boolean).join(' ')}</p>
    ${fields.length > 0 && html`<ul>${fields.map(([name, texts]) => html`<li>${name}: ${texts.join(' ')}</li>`)}</ul>`}`;
}

function Recording({ result }: { result: ImportResult }) {
  const { activity, status, warnings, duplicateOf } = result;
  const lost = warnings.filter(({ what }) => !faults[what]);
  const what = duplicateOf !== undefined ? 'Already there, from another file' : status === 201 ? 'New' : 'Already there';
  return html`<li>
    ${what}: <a href=${linkTo(['activities', duplicateOf ?? activity.id])} dir="auto">${titleOf(activity)}</a>${activity.name && `, ${sportName(activity.sport)}`}, ${localStart(activity.start)}.
    ${lost.length > 0 && html` <span>Left out or cut: ${lost.map(textOf).join(', ')}.</span>`}
    ${warnings.map(({ what }) => faults[what] && html` <span>${faults[what]}</span>`)}
  </li>`;
}

function textOf({ what, count: number }: ImportResult['warnings'][number]): string {
  const names: Readonly<Record<string, readonly [one: string, many: string]>> = losses;
  return `${count(number)} ${names[what]?.[number === 1 ? 0 : 1] ?? what}`;
}
