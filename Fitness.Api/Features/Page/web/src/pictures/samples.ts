import type { BatchItem } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { changed } from '../state/sync.ts';
import { addDays, today, weekday } from './dates.ts';

interface Plan {
  readonly sport: BatchItem['sport'];
  readonly name: string;
  readonly time: string;
  readonly minutes: number;
  /** Metres a second; none where nobody moves from the place. */
  readonly speed?: number;
  readonly climbPerKilometre?: number;
  readonly kilocaloriesPerMinute: number;
  readonly stepsPerMinute?: number;
  readonly pulse: number;
}

const weeks = 12;

// By weekday, from Monday on; nothing on Mondays.
const plans: readonly (readonly Plan[])[] = [
  [],
  [{ sport: 'running', name: 'Easy run', time: '07:10', minutes: 42, speed: 2.8, climbPerKilometre: 7, kilocaloriesPerMinute: 11, stepsPerMinute: 164, pulse: 141 }],
  [
    { sport: 'yoga', name: 'Yoga', time: '06:45', minutes: 35, kilocaloriesPerMinute: 3.5, pulse: 92 },
    { sport: 'strengthTraining', name: 'Gym', time: '18:30', minutes: 55, kilocaloriesPerMinute: 6, pulse: 118 },
  ],
  [{ sport: 'running', name: 'Intervals', time: '18:15', minutes: 50, speed: 3.3, climbPerKilometre: 4, kilocaloriesPerMinute: 13, stepsPerMinute: 174, pulse: 159 }],
  [{ sport: 'swimming', name: 'Pool', time: '12:20', minutes: 40, speed: 0.75, kilocaloriesPerMinute: 9, pulse: 134 }],
  [{ sport: 'cycling', name: 'Ride in the hills', time: '09:30', minutes: 130, speed: 7.1, climbPerKilometre: 11, kilocaloriesPerMinute: 10, pulse: 137 }],
  [
    { sport: 'running', name: 'Long run', time: '08:20', minutes: 85, speed: 2.7, climbPerKilometre: 9, kilocaloriesPerMinute: 11, stepsPerMinute: 162, pulse: 146 },
    { sport: 'walking', name: 'Walk', time: '16:40', minutes: 50, speed: 1.35, climbPerKilometre: 6, kilocaloriesPerMinute: 4.5, stepsPerMinute: 108, pulse: 98 },
  ],
];

/** The sample activities up to a day: on each day the same ones, so that adding them twice changes nothing. */
function samples(last: string): readonly BatchItem[] {
  const dates = Array.from({ length: weeks * 7 }, (_, index) => addDays(last, index + 1 - weeks * 7));
  return dates.flatMap((date, index) => plans[weekday(date)]!.map((plan) => sample(date, plan, Math.floor(index / 7))));
}

/** Adds the samples up to yesterday, in as few requests as the service takes. */
export async function addSamples(): Promise<Failure | null> {
  const items = [...samples(addDays(today(), -1))];
  while (items.length > 0) {
    const { data, error, response } = await api.POST('/v1/activities/batch', { body: { items: items.splice(0, 100) } });
    if (!data) return failureOf(error, response);
    const refused = data.results.find(({ problem }) => problem)?.problem;
    if (refused) return failureOf(refused, response);
  }
  changed(null);
  return null;
}

function sample(date: string, plan: Plan, week: number): BatchItem {
  // Three weeks of building up, and an easier one; no two days are quite the same.
  const factor = (0.9 + week * 0.015) * [1, 1.06, 1.12, 0.8][week % 4]! * (0.94 + chance(date + plan.name) * 0.12);
  const moving = Math.round(plan.minutes * 60 * factor);
  const distance = plan.speed && Math.round(moving * plan.speed * (0.97 + chance(plan.name + date) * 0.06));
  const pulse = plan.pulse + Math.round(chance(`${date} pulse`) * 12) - 6;
  return {
    id: `sample-${date}-${plan.time.replace(':', '')}`,
    sport: plan.sport,
    name: plan.name,
    start: `${date}T${plan.time}:00+01:00`,
    elapsedSeconds: moving + Math.round(chance(`${date} pause`) * 240),
    movingSeconds: moving,
    energyKilocalories: Math.round((moving / 60) * plan.kilocaloriesPerMinute),
    averageHeartRate: pulse,
    maxHeartRate: pulse + 18 + Math.round(chance(`${date} peak`) * 14),
    source: 'manual',
    ...(distance ? { distanceMeters: distance } : {}),
    ...(distance && plan.climbPerKilometre ? { elevationGainMeters: Math.round((distance / 1000) * plan.climbPerKilometre) } : {}),
    ...(plan.stepsPerMinute ? { steps: Math.round((moving / 60) * plan.stepsPerMinute) } : {}),
  };
}

/** A number from 0 to 1 that a text has always (FNV-1a). */
function chance(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return (hash >>> 0) / 4_294_967_296;
}
