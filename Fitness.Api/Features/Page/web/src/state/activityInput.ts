import type { Activity, ActivityInput } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { titleOf } from '../text/activity.ts';
import { notify } from './notices.ts';
import { changed } from './sync.ts';

/** A field that a person can enter. */
export type FieldName = keyof ActivityInput;

// Complete for the contract, or the build fails; in the order of the form.
const fields: Readonly<Record<FieldName, true>> = {
  sport: true,
  name: true,
  start: true,
  elapsedSeconds: true,
  movingSeconds: true,
  distanceMeters: true,
  elevationGainMeters: true,
  energyKilocalories: true,
  steps: true,
  averageHeartRate: true,
  maxHeartRate: true,
  source: true,
  device: true,
  notes: true,
};

/** All fields that a person can enter, in the order in which they are shown. */
export const fieldNames = Object.keys(fields) as readonly FieldName[];

/** What a person has said of an activity, without what the service adds. */
export function inputOf(activity: ActivityInput): ActivityInput {
  return Object.fromEntries(fieldNames.filter((name) => activity[name] !== undefined).map((name) => [name, activity[name]])) as unknown as ActivityInput;
}

/** Creates a deleted activity anew, under its id. */
export async function createAnew(id: string, input: ActivityInput): Promise<Activity | Failure> {
  const { data, error, response } = await api.PUT('/v1/activities/{id}', {
    params: { path: { id }, header: { 'If-None-Match': '*' } },
    body: input,
  });
  if (data) changed([{ id, kind: 'upsert', activity: data }]);
  return data ?? failureOf(error, response);
}

/** Puts a deleted activity back, and says so. */
export async function undelete(activity: Activity): Promise<void> {
  const result = await createAnew(activity.id, inputOf(activity));
  if ('etag' in result) notify(`“${titleOf(activity)}” is back.`);
  // An answer was lost, or another device was faster.
  else if (result.problem.status === 412) notify(`“${titleOf(activity)}” is there already.`);
  else notify(`“${titleOf(activity)}” is not back: ${result.sentence} ${result.next}`, { label: 'Try again', run: () => void undelete(activity) });
}
