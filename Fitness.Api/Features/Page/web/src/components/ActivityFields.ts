import { useId } from 'preact/hooks';
import { html } from '../html.ts';
import { type FieldName, fieldNames } from '../state/activityInput.ts';
import { type Entries, type Errors, isDuration, unitOf } from '../text/entries.ts';
import { allSports, sportName } from '../text/sports.ts';
import { allSources, labelOf } from './ActivityDetails.ts';

const units: Partial<Record<FieldName, string>> = { energyKilocalories: 'kcal', averageHeartRate: '/min', maxHeartRate: '/min' };
const required = new Set<FieldName>(['sport', 'start', 'elapsedSeconds']);

interface Props {
  readonly entries: Entries;
  readonly errors: Errors;
  readonly set: (name: keyof Entries, entry: string) => void;
}

/** The fields of an activity, each with its unit, and what is wrong with it. */
export function ActivityFields({ entries, errors, set }: Props) {
  return html`<div class="fields">
    ${fieldNames.map((name) => html`<${Field} key=${name} name=${name} entries=${entries} errors=${errors[name] ?? []} set=${set} />`)}
  </div>`;
}

function Field({ name, entries, errors, set }: Omit<Props, 'errors'> & { name: FieldName; errors: readonly string[] }) {
  const id = useId();
  const unit = unitOf(name)?.name ?? units[name] ?? (isDuration(name) ? 'h:mm:ss' : '');
  const help = [...errors.map((error) => inWords(name, error)), hintOf(name)].filter(Boolean);
  const attributes = {
    id,
    name,
    'value': entries[name],
    'required': required.has(name),
    'aria-invalid': errors.length > 0 ? 'true' : undefined,
    'aria-describedby': help.length > 0 ? `${id}-help` : undefined,
    'onInput': (event: Event) => set(name, (event.target as HTMLInputElement).value),
  };
  return html`<div class=${`field ${name}`}>
    <label for=${id}>${labelOf(name)}${unit && ` (${unit})`}${required.has(name) && html` <span aria-hidden="true">*</span>`}</label>
    ${control(name, attributes)}
    ${name === 'start' &&
    html`<label for=${`${id}-offset`}>Offset from UTC at the start</label>
      <input id=${`${id}-offset`} value=${entries.offset} placeholder="+01:00" onInput=${(event: Event) => set('offset', (event.target as HTMLInputElement).value.trim())} />`}
    ${help.length > 0 && html`<small id=${`${id}-help`} class=${errors.length > 0 ? 'bad' : ''}>${help.join(' ')}</small>`}
  </div>`;
}

function control(name: FieldName, attributes: object) {
  switch (name) {
    case 'sport':
      return html`<select ...${attributes}>
        <option value="">Choose a sport</option>
        ${allSports.map((sport) => html`<option value=${sport}>${sportName(sport)}</option>`)}
      </select>`;
    case 'source':
      return html`<select ...${attributes}>
        <option value="">Not said</option>
        ${allSources.map(([source, label]) => html`<option value=${source}>${label}</option>`)}
      </select>`;
    case 'notes':
      return html`<textarea ...${attributes} rows="5" dir="auto" />`;
    case 'name':
    case 'device':
      return html`<input ...${attributes} dir="auto" autocomplete="off" />`;
    case 'start':
      return html`<input ...${attributes} type="datetime-local" step="1" />`;
    case 'elapsedSeconds':
    case 'movingSeconds':
      return html`<input ...${attributes} placeholder="0:31:00" autocomplete="off" />`;
    default:
      return html`<input ...${attributes} type="number" step="any" inputmode="decimal" />`;
  }
}

function hintOf(name: FieldName): string {
  return name === 'start' ? 'The time that the clock showed where it began.' : '';
}

/** What the service says, with the field's name for people; it counts in units of its own. */
function inWords(name: FieldName, error: string): string {
  const words = error.replace(new RegExp(`\\bthe (field ${name}|${name} field)\\b`, 'i'), `“${labelOf(name)}”`);
  return unitOf(name) && /\d/.test(words) ? `${words} (In metres.)` : isDuration(name) && /\d{3}/.test(words) ? `${words} (In seconds.)` : words;
}
