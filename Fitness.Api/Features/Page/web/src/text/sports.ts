import {
  mdiBasketball,
  mdiBicycleElectric,
  mdiBike,
  mdiBikePedal,
  mdiBikePedalMountain,
  mdiBoxingGlove,
  mdiCarabiner,
  mdiDanceBallroom,
  mdiGolf,
  mdiGymnastics,
  mdiHeartPulse,
  mdiHiking,
  mdiHorseHuman,
  mdiImageFilterHdr,
  mdiKayaking,
  mdiMedal,
  mdiRollerSkate,
  mdiRowing,
  mdiRun,
  mdiRunFast,
  mdiSailBoat,
  mdiShoeSneaker,
  mdiSkate,
  mdiSki,
  mdiSkiCrossCountry,
  mdiSnowboard,
  mdiSnowshoeing,
  mdiSoccer,
  mdiStairs,
  mdiSurfing,
  mdiSwim,
  mdiTennis,
  mdiTimerOutline,
  mdiWalk,
  mdiWaves,
  mdiWeightLifter,
  mdiYoga,
} from '@mdi/js';
import type { Sport } from '../../contract';
import { html } from '../html.ts';

// Complete for the contract, or the build fails.
const sports: Readonly<Record<Sport, readonly [path: string, name: string]>> = {
  running: [mdiRun, 'Running'],
  trailRunning: [mdiRunFast, 'Trail running'],
  treadmillRunning: [mdiRun, 'Treadmill running'],
  walking: [mdiWalk, 'Walking'],
  hiking: [mdiHiking, 'Hiking'],
  mountaineering: [mdiImageFilterHdr, 'Mountaineering'],
  cycling: [mdiBike, 'Cycling'],
  mountainBiking: [mdiBikePedalMountain, 'Mountain biking'],
  gravelCycling: [mdiBike, 'Gravel cycling'],
  indoorCycling: [mdiBikePedal, 'Indoor cycling'],
  eBiking: [mdiBicycleElectric, 'E-biking'],
  swimming: [mdiSwim, 'Swimming'],
  openWaterSwimming: [mdiWaves, 'Open-water swimming'],
  rowing: [mdiRowing, 'Rowing'],
  indoorRowing: [mdiRowing, 'Indoor rowing'],
  kayaking: [mdiKayaking, 'Kayaking'],
  standUpPaddleboarding: [mdiSurfing, 'Stand-up paddleboarding'],
  surfing: [mdiSurfing, 'Surfing'],
  sailing: [mdiSailBoat, 'Sailing'],
  crossCountrySkiing: [mdiSkiCrossCountry, 'Cross-country skiing'],
  alpineSkiing: [mdiSki, 'Alpine skiing'],
  snowboarding: [mdiSnowboard, 'Snowboarding'],
  snowshoeing: [mdiSnowshoeing, 'Snowshoeing'],
  iceSkating: [mdiSkate, 'Ice skating'],
  inlineSkating: [mdiRollerSkate, 'Inline skating'],
  strengthTraining: [mdiWeightLifter, 'Strength training'],
  cardioTraining: [mdiHeartPulse, 'Cardio training'],
  hiit: [mdiTimerOutline, 'HIIT'],
  yoga: [mdiYoga, 'Yoga'],
  pilates: [mdiGymnastics, 'Pilates'],
  elliptical: [mdiShoeSneaker, 'Elliptical'],
  stairClimbing: [mdiStairs, 'Stair climbing'],
  rockClimbing: [mdiCarabiner, 'Rock climbing'],
  soccer: [mdiSoccer, 'Soccer'],
  basketball: [mdiBasketball, 'Basketball'],
  tennis: [mdiTennis, 'Tennis'],
  golf: [mdiGolf, 'Golf'],
  horsebackRiding: [mdiHorseHuman, 'Horseback riding'],
  boxing: [mdiBoxingGlove, 'Boxing'],
  dancing: [mdiDanceBallroom, 'Dancing'],
  other: [mdiMedal, 'Other'],
};

/** All sports, in the contract's order. */
export const allSports = Object.keys(sports) as readonly Sport[];

/** The sport's name. One that this page does not know yet keeps the service's word. */
export function sportName(sport: Sport): string {
  return sports[sport]?.[1] ?? sport;
}

/** The sport's icon, for the eye only: its name stands beside it. */
export function sportIcon(sport: Sport) {
  return html`<svg class="sport" viewBox="0 0 24 24" aria-hidden="true"><path d=${sports[sport]?.[0] ?? mdiMedal} /></svg>`;
}
