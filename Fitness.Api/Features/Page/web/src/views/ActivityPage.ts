import { useEffect, useState } from 'preact/hooks';
import type { Activity } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { ActivityDetails } from '../components/ActivityDetails.ts';
import { Failed } from '../components/Failed.ts';
import { html } from '../html.ts';
import { createAnew, inputOf, undelete } from '../state/activityInput.ts';
import { notify } from '../state/notices.ts';
import { go, linkTo } from '../state/route.ts';
import { changed, onChanges, whenFollowing } from '../state/sync.ts';
import { titleOf } from '../text/activity.ts';

/** One activity, with everything it has, as it is now. */
export function ActivityPage({ id }: { id: string }) {
  const [activity, setActivity] = useState<Activity | null>(null);
  const [failed, setFailed] = useState<{ readonly failure: Failure; readonly retry: () => void } | null>(null);
  const [news, setNews] = useState('');
  const [isDeleted, setDeleted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const show = (next: Activity | null) => {
    setDeleted(next === null);
    if (next) setActivity(next);
  };
  const read = async () => {
    setFailed(null);
    await whenFollowing();
    const { data, error, response } = await api.GET('/v1/activities/{id}', { params: { path: { id } } });
    if (data) show(data);
    else if (response.status === 404 && activity) show(null);
    else setFailed({ failure: failureOf(error, response), retry: read });
  };
  useEffect(() => void read(), []);
  useEffect(
    () =>
      onChanges((changes) => {
        const change = changes?.findLast((one) => one.id === id);
        if (changes === null) void read();
        if (!change || (change.activity && activity && change.activity.version <= activity.version)) return;
        setFailed(null);
        show(change.activity ?? null);
        setNews(change.activity && activity ? 'It was changed just now on another device; this is how it is.' : '');
      }),
    [activity],
  );
  const remove = async () => {
    setBusy(true);
    setFailed(null);
    const { error, response } = await api.DELETE('/v1/activities/{id}', { params: { path: { id }, header: { 'If-Match': activity!.etag } } });
    setBusy(false);
    if (response.ok) {
      changed([{ id, kind: 'delete' }]);
      notify(`“${titleOf(activity!)}” is deleted.`, { label: 'Undo', run: () => void undelete(activity!) });
      go(['activities']);
    } else if (response.status === 412) {
      setNews('It is not deleted: it was changed meanwhile on another device. This is how it is now. Delete it again if you still want to.');
      await read();
    } else setFailed({ failure: failureOf(error, response), retry: remove });
  };
  const restore = async () => {
    setBusy(true);
    setFailed(null);
    const result = await createAnew(id, inputOf(activity!));
    setBusy(false);
    if ('etag' in result) show(result);
    else if (result.problem.status === 412) await read();
    else setFailed({ failure: result, retry: restore });
  };
  return html`<section class="activity" aria-busy=${!activity && !failed}>
    <p><a href=${linkTo(['activities'])}>← All activities</a></p>
    <h1 tabindex="-1" dir="auto">${activity ? titleOf(activity) : 'Activity'}</h1>
    ${failed && html`<${Failed} ...${failed} />`}
    <p role="status" class=${news ? 'news' : ''}>${news}</p>
    ${activity &&
    isDeleted &&
    html`<div class="failed" role="alert">
      <p><strong>It was deleted on another device.</strong> What you see is how it was. You can create it anew, under its id.</p>
      <p class="actions"><button type="button" class="secondary" aria-busy=${isBusy} disabled=${isBusy} onClick=${restore}>Create it anew</button></p>
    </div>`}
    ${activity &&
    !isDeleted &&
    html`<p class="actions">
      <a role="button" href=${linkTo(['activities', id, 'edit'])}>Edit</a>
      <button type="button" class="danger" aria-busy=${isBusy} disabled=${isBusy} onClick=${remove}>Delete</button>
    </p>`}
    ${activity && html`<${ActivityDetails} activity=${activity} />`}
  </section>`;
}
