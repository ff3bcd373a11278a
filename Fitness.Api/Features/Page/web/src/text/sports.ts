import type { Sport } from '../../contract';

// Complete for the contract, or the build fails.
const sports: Readonly<Record<Sport, readonly [icon: string, name: string]>> = {
  running: ['🏃', 'Running'],
  trailRunning: ['🏞️', 'Trail running'],
  treadmillRunning: ['🏃', 'Treadmill running'],
  walking: ['🚶', 'Walking'],
  hiking: ['🥾', 'Hiking'],
  mountaineering: ['🏔️', 'Mountaineering'],
  cycling: ['🚴', 'Cycling'],
  mountainBiking: ['🚵', 'Mountain biking'],
  gravelCycling: ['🚴', 'Gravel cycling'],
  indoorCycling: ['🚲', 'Indoor cycling'],
  eBiking: ['🔋', 'E-biking'],
  swimming: ['🏊', 'Swimming'],
  openWaterSwimming: ['🌊', 'Open-water swimming'],
  rowing: ['🚣', 'Rowing'],
  indoorRowing: ['🚣', 'Indoor rowing'],
  kayaking: ['🛶', 'Kayaking'],
  standUpPaddleboarding: ['🏄', 'Stand-up paddleboarding'],
  surfing: ['🏄', 'Surfing'],
  sailing: ['⛵', 'Sailing'],
  crossCountrySkiing: ['🎿', 'Cross-country skiing'],
  alpineSkiing: ['⛷️', 'Alpine skiing'],
  snowboarding: ['🏂', 'Snowboarding'],
  snowshoeing: ['❄️', 'Snowshoeing'],
  iceSkating: ['⛸️', 'Ice skating'],
  inlineSkating: ['🛼', 'Inline skating'],
  strengthTraining: ['🏋️', 'Strength training'],
  cardioTraining: ['💓', 'Cardio training'],
  hiit: ['⏱️', 'HIIT'],
  yoga: ['🧘', 'Yoga'],
  pilates: ['🤸', 'Pilates'],
  elliptical: ['👟', 'Elliptical'],
  stairClimbing: ['🪜', 'Stair climbing'],
  rockClimbing: ['🧗', 'Rock climbing'],
  soccer: ['⚽', 'Soccer'],
  basketball: ['🏀', 'Basketball'],
  tennis: ['🎾', 'Tennis'],
  golf: ['⛳', 'Golf'],
  horsebackRiding: ['🏇', 'Horseback riding'],
  boxing: ['🥊', 'Boxing'],
  dancing: ['💃', 'Dancing'],
  other: ['🏅', 'Other'],
};

/** All sports, in the contract's order. */
export const allSports = Object.keys(sports) as readonly Sport[];

/** The sport's name. One that this page does not know yet keeps the service's word. */
export function sportName(sport: Sport): string {
  return sports[sport]?.[1] ?? sport;
}

/** The sport's icon, for the eye only: its name stands beside it. */
export function sportIcon(sport: Sport): string {
  return sports[sport]?.[0] ?? '🏅';
}
