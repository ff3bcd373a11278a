import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activity, ActivityInput } from '../../contract';
import { html } from '../html.ts';
import { type FieldName, fieldNames } from '../state/activityInput.ts';
import { instant } from '../text/format.ts';
import { labelOf, shown } from './ActivityDetails.ts';

/** The fields in which two versions differ. */
export function differences(one: Partial<ActivityInput>, other: Partial<ActivityInput>): readonly FieldName[] {
  return fieldNames.filter((name) => one[name] !== other[name]);
}

interface Props {
  /** What both began with; null if there was nothing. */
  readonly base: ActivityInput | null;
  readonly theirs: Activity;
  readonly mine: Partial<ActivityInput>;
  readonly isBusy: boolean;
  /** Told for which fields theirs is taken; and whether to save now, or to go on editing. */
  readonly choose: (theirs: ReadonlySet<FieldName>, save: boolean) => void;
}

/** What is stored, what the person wants, and the choice for each field. */
export function Conflict({ base, theirs, mine, isBusy, choose }: Props) {
  const names = differences(mine, theirs);
  // What the person has not touched is theirs, until said otherwise.
  const [chosen, setChosen] = useState<ReadonlySet<FieldName>>(() => new Set(names.filter((name) => base && mine[name] === base[name])));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current!.focus(), []);
  const set = (name: FieldName, isTheirs: boolean) => {
    const next = new Set(chosen);
    if (isTheirs) next.add(name);
    else next.delete(name);
    setChosen(next);
  };
  return html`<form
    class="conflict"
    onSubmit=${(event: Event) => {
      event.preventDefault();
      choose(chosen, true);
    }}
  >
    <h2 tabindex="-1" ref=${heading}>Somebody else was faster</h2>
    <p>
      Another device has stored version ${theirs.version}, ${instant(theirs.updatedAt)}. These fields differ from what you entered. Choose for each of them;
      nothing of yours is lost until you save.
    </p>
    <p class="actions">
      <button type="button" class="secondary" onClick=${() => setChosen(new Set(names))}>All theirs</button>
      <button type="button" class="secondary" onClick=${() => setChosen(new Set())}>All mine</button>
    </p>
    ${names.map(
      (name) => html`<fieldset key=${name}>
        <legend><strong>${labelOf(name)}</strong></legend>
        ${[true, false].map(
          (isTheirs) => html`<label>
            <input type="radio" name=${`choice-${name}`} checked=${chosen.has(name) === isTheirs} onChange=${() => set(name, isTheirs)} />
            ${isTheirs ? 'Theirs' : 'Mine'}: <span class="choice">${shown(name, isTheirs ? theirs : mine)}</span>
          </label>`,
        )}
      </fieldset>`,
    )}
    <p class="actions">
      <button type="submit" aria-busy=${isBusy} disabled=${isBusy}>Save this</button>
      <button type="button" class="secondary" disabled=${isBusy} onClick=${() => choose(chosen, false)}>Go on editing</button>
    </p>
  </form>`;
}
