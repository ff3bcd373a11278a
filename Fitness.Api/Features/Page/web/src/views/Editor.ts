import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { ActivityForm } from '../components/ActivityForm.ts';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { type Draft, draftOf, keptDraft } from '../state/drafts.ts';
import { linkTo } from '../state/route.ts';
import { titleOf } from '../text/activity.ts';

/** Adds an activity, or changes the one that is named. */
export function Editor({ id }: { id?: string }) {
  const form = id ?? '';
  const [begun, setBegun] = useState<Draft | null>(() => keptDraft(form) ?? (id === undefined ? draftOf(null) : null));
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = async () => {
    setFailure(null);
    const { data, error, response } = await api.GET('/v1/activities/{id}', { params: { path: { id: id! } } });
    if (data) setBegun(draftOf(data));
    else setFailure(failureOf(error, response));
  };
  useEffect(() => void (begun === null && read()), []);
  return html`<section class="editor" aria-busy=${!begun && !failure}>
    ${id !== undefined && html`<p><a href=${linkTo(['activities', id])}>← Back to the activity</a></p>`}
    <h1 tabindex="-1" dir="auto">${id === undefined ? 'Add an activity' : begun?.base ? `Edit “${titleOf(begun.base)}”` : 'Edit'}</h1>
    ${failure && html`<${Failed} failure=${failure} retry=${read} />`}
    ${begun && html`<${ActivityForm} form=${form} begun=${begun} />`}
  </section>`;
}
