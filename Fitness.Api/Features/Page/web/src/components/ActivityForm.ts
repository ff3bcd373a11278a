import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activity, ActivityInput, ActivityPatch } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { html } from '../html.ts';
import { createAnew, type FieldName, fieldNames, inputOf } from '../state/activityInput.ts';
import { type Draft, dropDraft, keepDraft } from '../state/drafts.ts';
import { notify } from '../state/notices.ts';
import { go, linkTo } from '../state/route.ts';
import { changed } from '../state/sync.ts';
import { titleOf } from '../text/activity.ts';
import { type Entries, type Errors, entriesOf, offsetAt, readEntries } from '../text/entries.ts';
import { ActivityFields } from './ActivityFields.ts';
import { Conflict, differences } from './Conflict.ts';
import { Failed } from './Failed.ts';
import { KeepEntered } from './KeepEntered.ts';

// What is left of an activity that another device has deleted.
const gone = new Set(['activity-deleted', 'activity-not-found']);

/** The form in which an activity is entered, and what may come between it and the service. */
export function ActivityForm({ form, begun }: { form: string; begun: Draft }) {
  const [draft, setDraft] = useState(begun);
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [conflict, setConflict] = useState<Activity | null>(null);
  const [isGone, setGone] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const isSaved = useRef(false);
  const isSaving = useRef(false);
  // The last one that the start had in the person's own time zone.
  const ownOffset = useRef(offsetAt(begun.entries.start));
  // The last one is meant, also by a retry that was planned before.
  const now = useRef(draft);
  now.current = draft;
  useEffect(() => element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [errors]);

  const keep = (next: Draft) => {
    now.current = next;
    setDraft(next);
    keepDraft(form, next);
  };
  const set = (name: keyof Entries, entry: string) => {
    setFailure(null);
    const entries = { ...now.current.entries, [name]: entry };
    // The clock here goes by summer or winter time; an offset that is not of here stays.
    const next = name === 'start' ? offsetAt(entry) : '';
    if (next && entries.offset === ownOffset.current) entries.offset = ownOffset.current = next;
    keep({ ...now.current, entries });
  };
  const finish = (activity: Activity) => {
    isSaved.current = true;
    dropDraft(form);
    go(['activities', activity.id], undefined, true);
  };
  const stored = (activity: Activity) => {
    changed([{ id: activity.id, kind: 'upsert', activity }]);
    notify(`“${titleOf(activity)}” is saved.`);
    finish(activity);
  };
  const whileBusy = async (work: () => Promise<void>) => {
    if (isSaving.current) return;
    isSaving.current = true;
    setBusy(true);
    setFailure(null);
    await work();
    isSaving.current = false;
    setBusy(false);
  };
  const read = (): Partial<ActivityInput> | null => {
    const { input, errors: found } = readEntries(now.current.entries, now.current.known);
    const all = { ...found, ...(element.current && unread(element.current)) };
    setErrors(all);
    return Object.keys(all).length > 0 ? null : input;
  };
  const refused = async (failed: Failure, input: Partial<ActivityInput>) => {
    const { status, type } = failed.problem;
    const fields = Object.entries(failed.problem.errors ?? {}).filter(([name]) => (fieldNames as readonly string[]).includes(name));
    if (gone.has(type.split('/').at(-1)!)) setGone(true);
    else if (status === 412 || status === 428) await compare(input);
    else if (fields.length > 0) setErrors(Object.fromEntries(fields) as Errors);
    else setFailure(failed);
  };
  const compare = async (input: Partial<ActivityInput>) => {
    const { data, error, response } = await api.GET('/v1/activities/{id}', { params: { path: { id: now.current.id } } });
    if (!data) return response.status === 404 ? setGone(true) : setFailure(failureOf(error, response));
    // An earlier try got through, and only its answer was lost; or another device has entered the same.
    if (differences(input, data).length === 0) return stored(data);
    setConflict(data);
  };
  const save = () =>
    whileBusy(async () => {
      const input = read();
      if (!input) return;
      const { id, base } = now.current;
      const path = { id };
      const patch = base && patchOf(base, input);
      if (patch && Object.keys(patch).length === 0) return finish(base);
      const { data, error, response } = patch
        ? await api.PATCH('/v1/activities/{id}', {
            params: { path, header: { 'If-Match': base.etag } },
            headers: { 'Content-Type': 'application/merge-patch+json' },
            body: patch,
          })
        : await api.PUT('/v1/activities/{id}', { params: { path }, body: input as ActivityInput });
      if (data) stored(data);
      else await refused(failureOf(error, response), input);
    });
  const choose = (theirs: ReadonlySet<FieldName>, saves: boolean) => {
    const before = entriesOf(conflict!);
    const { entries, known } = now.current;
    const chosen = Object.fromEntries([...theirs].map((name) => [name, before[name]]));
    const offset = theirs.has('start') ? { offset: before.offset } : {};
    keep({ ...now.current, base: conflict, known: [conflict!, ...known], before, entries: { ...entries, ...chosen, ...offset } });
    setConflict(null);
    if (saves) void save();
  };
  const anew = () =>
    whileBusy(async () => {
      const input = read();
      if (!input) return setGone(false);
      const result = await createAnew(now.current.id, input as ActivityInput);
      if ('etag' in result) return stored(result);
      setGone(false);
      await refused(result, input);
    });

  const isDirty = () => !isSaved.current && JSON.stringify(now.current.entries) !== JSON.stringify(now.current.before);
  const leave = () => {
    isSaved.current = true;
    dropDraft(form);
  };
  return html`<${KeepEntered} isDirty=${isDirty} leave=${leave} />
    ${failure && html`<${Failed} failure=${failure} retry=${save} />`}
    ${isGone &&
    html`<div class="failed" role="alert">
      <p><strong>This activity was deleted on another device.</strong> What you entered is still here. You can create it anew, under the same id.</p>
      <p class="actions"><button type="button" class="secondary" aria-busy=${isBusy} disabled=${isBusy} onClick=${anew}>Create it anew</button></p>
    </div>`}
    ${conflict
      ? html`<${Conflict} base=${draft.base && inputOf(draft.base)} theirs=${conflict} mine=${readEntries(draft.entries, draft.known).input} isBusy=${isBusy} choose=${choose} />`
      : html`<form
          ref=${element}
          novalidate
          onSubmit=${(event: Event) => {
            event.preventDefault();
            void save();
          }}
        >
          <${ActivityFields} entries=${draft.entries} errors=${errors} set=${set} />
          <p class="actions">
            <button type="submit" aria-busy=${isBusy} disabled=${isBusy || isGone}>Save</button>
            <a role="button" class="secondary" href=${linkTo(draft.base ? ['activities', draft.id] : ['activities'])}>Cancel</a>
          </p>
        </form>`}`;
}

/** Only what has changed; null takes a value away. */
function patchOf(base: Activity, input: Partial<ActivityInput>): ActivityPatch {
  return Object.fromEntries(differences(base, input).map((name) => [name, input[name] ?? null]));
}

/** Entries that the browser cannot read, and so does not tell. */
function unread(form: HTMLFormElement): Errors {
  const inputs = [...form.elements].filter((input): input is HTMLInputElement => input instanceof HTMLInputElement && input.validity.badInput);
  return Object.fromEntries(inputs.map(({ name, type }) => [name, [type === 'number' ? 'That is not a number.' : 'Fill in the whole date and time.']]));
}
