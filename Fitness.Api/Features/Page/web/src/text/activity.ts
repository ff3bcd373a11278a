import type { Activity, Sport } from '../../contract';
import { pace, speed, swimPace } from './format.ts';
import { sportName } from './sports.ts';

// Where people count minutes for a kilometre or mile, and not kilometres or miles an hour.
const onFoot = new Set<Sport>(['running', 'trailRunning', 'treadmillRunning', 'walking', 'hiking', 'mountaineering', 'snowshoeing']);
const inWater = new Set<Sport>(['swimming', 'openWaterSwimming']);

/** What an activity is called: its name, or else its sport's. */
export function titleOf({ name, sport }: Pick<Activity, 'name' | 'sport'>): string {
  return name ?? sportName(sport);
}

/** Whether the sport has a pace, and not a speed. */
export function hasPace(sport: Sport): boolean {
  return onFoot.has(sport) || inWater.has(sport);
}

/** The pace or speed in motion, or null if it has none. */
export function rateOf({ sport, distanceMeters, movingSeconds, elapsedSeconds }: Activity): string | null {
  const seconds = movingSeconds ?? elapsedSeconds;
  if (!distanceMeters || !seconds) return null;
  if (inWater.has(sport)) return swimPace(seconds, distanceMeters);
  return hasPace(sport) ? pace(seconds, distanceMeters) : speed(seconds, distanceMeters);
}
