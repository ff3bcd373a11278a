import { effect, signal } from '@preact/signals';

/** The units of lengths. */
export type Units = 'metric' | 'imperial';

const key = 'fitness.units';
// Countries that measure roads in miles.
const milesFor = /-(US|GB|LR|MM)$/;

/** The units that the person chose, or those of the locale. Nothing else is kept in the browser. */
export const units = signal<Units>(stored() ?? (milesFor.test(navigator.language) ? 'imperial' : 'metric'));

effect(() => {
  try {
    localStorage.setItem(key, units.value);
  } catch {
    // A browser that keeps nothing shows the locale's units next time.
  }
});

function stored(): Units | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'metric' || value === 'imperial' ? value : null;
  } catch {
    return null;
  }
}
