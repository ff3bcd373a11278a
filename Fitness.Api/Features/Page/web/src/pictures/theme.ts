import { signal } from '@preact/signals';

/** The colours of a canvas, which cannot follow the style sheet by itself. */
export interface Theme {
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly surface: string;
  /** Told apart in light and in dark. */
  readonly series: readonly string[];
}

/** How many colours there are. */
export const seriesCount = 6;

/** The colours of the current scheme. */
export const theme = signal<Theme | null>(null);

/** Follows the scheme of the device. */
export function followTheme(): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const read = () => (theme.value = readTheme());
  read();
  scheme.addEventListener('change', read);
  return () => scheme.removeEventListener('change', read);
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: value('--pico-color'),
    quiet: value('--pico-muted-color'),
    grid: value('--pico-muted-border-color'),
    surface: value('--pico-background-color'),
    series: Array.from({ length: seriesCount }, (_, index) => value(`--picture-${index + 1}`)),
  };
}
