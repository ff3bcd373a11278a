import type uPlot from 'uplot';
import { decimal } from '../text/format.ts';
import type { Theme } from './theme.ts';

const font = '12px system-ui, sans-serif';

/** The axis of a measure, with its unit. */
export function valueAxis(theme: Theme, unit: string): uPlot.Axis {
  return {
    ...look(theme),
    label: unit,
    labelFont: font,
    labelSize: 18,
    // As wide as the longest number, whatever it is.
    size: (_, values) => 24 + 7.5 * Math.max(3, ...(values ?? []).map((value) => value.length)),
    values: (_, splits) => splits.map((value) => decimal(value)),
  };
}

/** The axis below, whose places have names. */
export function placeAxis(theme: Theme, name: (place: number) => string): uPlot.Axis {
  return {
    ...look(theme),
    grid: { show: false },
    space: 64,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200],
    values: (_, splits) => splits.map((place) => (Number.isInteger(place) ? name(place) : '')),
  };
}

/** What all axes look like. */
export function look(theme: Theme): uPlot.Axis {
  return { font, stroke: theme.text, grid: { stroke: theme.grid, width: 1 }, ticks: { stroke: theme.grid, width: 1 } };
}

/** A scale from zero, also where there is nothing but zeros. */
export const fromZero: uPlot.Scale = { range: (_, __, max) => [0, max > 0 ? max * 1.06 : 1] };
