import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { html } from '../html.ts';
import { type Theme, theme } from './theme.ts';

/** What a chart shows. */
export interface Plot {
  readonly data: uPlot.AlignedData;
  /** Series, axes and scales; the rest is the same for all charts. */
  readonly options: (theme: Theme) => Pick<uPlot.Options, 'series' | 'axes' | 'scales'> & Partial<uPlot.Options>;
  /** What stands at one place of the x axis, in words. */
  readonly readout: (index: number) => string;
  /** What Enter or a click at a place does. */
  readonly open?: (index: number) => void;
}

interface Props extends Plot {
  /** What is chosen with the arrow keys, such as "Week". */
  readonly label: string;
  readonly hint: string;
  readonly drawn?: () => void;
}

const height = 260;
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/**
 * A chart with a cursor that the pointer and the arrow keys move, as a slider: a screen reader says what stands at it. Dragging or + zooms;
 * double click, Escape or the button shows everything again. Its frame has the final size before there is anything to show.
 */
export function Chart({ data, options, readout, open, label, hint, drawn }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const view = useRef<readonly [from: number, to: number] | null>(null);
  const [index, setIndex] = useState<number | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const colours = theme.value;
  const length = data[0].length;
  // Fewer places may have come since the cursor was moved.
  const shown = index !== null && index < length ? index : null;

  // Before the frame is painted, so that none shows an empty place.
  useLayoutEffect(() => {
    if (!colours || length === 0) return;
    const element = frame.current!;
    const { hooks, cursor, ...given } = options(colours);
    const made = new uPlot(
      {
        width: Math.max(element.clientWidth, 200),
        height,
        legend: { show: false },
        ...given,
        cursor: { x: false, y: false, drag: { x: true, y: false, dist: 8 }, points: { size: 11, width: 2, fill: 'transparent', stroke: colours.text }, ...cursor },
        hooks: {
          ...hooks,
          setCursor: [(plot) => setIndex(plot.cursor.idx ?? null)],
          setScale: [
            (plot, name) => {
              if (name !== 'x') return;
              const { min, max } = plot.scales['x']!;
              const all = min! <= plot.data[0][0]! && max! >= plot.data[0].at(-1)!;
              view.current = all ? null : [min!, max!];
              setZoomed(!all);
            },
          ],
          draw: [() => drawn?.()],
        },
      },
      data,
      element,
    );
    chart.current = made;
    if (view.current && data[0].at(-1)! >= view.current[1]) made.setScale('x', { min: view.current[0], max: view.current[1] });
    const click = () => typeof made.cursor.idx === 'number' && open?.(made.cursor.idx);
    made.over.addEventListener('click', click);
    const size = new ResizeObserver(() => element.clientWidth > 0 && made.setSize({ width: element.clientWidth, height }));
    size.observe(element);
    return () => {
      size.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [data, options, colours]);

  const showAll = () => {
    view.current = null;
    chart.current?.setData(chart.current.data, true);
  };
  const move = (to: number) => {
    const plot = chart.current;
    if (!plot) return;
    const at = Math.min(Math.max(to, 0), length - 1);
    plot.setCursor({ left: plot.valToPos(data[0][at]!, 'x'), top: plot.over.clientHeight / 2 });
    // Places at the same point of the axis have the same position.
    setIndex(at);
  };
  const zoomIn = () => {
    const { min, max } = chart.current?.scales['x'] ?? {};
    if (min === undefined || max === undefined || shown === null || max - min < 4) return;
    const quarter = (max - min) / 4;
    chart.current!.setScale('x', { min: Math.max(min, data[0][shown]! - quarter), max: Math.min(max, data[0][shown]! + quarter) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) move((shown ?? (steps[event.key]! > 0 ? -1 : length)) + steps[event.key]!);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(length - 1);
    else if (event.key === '+') zoomIn();
    else if (event.key === 'Escape' || event.key === '-') showAll();
    else if (event.key === 'Enter' && open && shown !== null) open(shown);
    else return;
    event.preventDefault();
  };
  const text = shown === null ? hint : readout(shown);
  return html`<div class="chart">
    <p class="readout">
      <span dir="auto">${text}</span>
      ${zoomed && html`<button type="button" class="secondary small" onClick=${showAll}>Show all</button>`}
    </p>
    <div
      class="plot"
      ref=${frame}
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin=${1}
      aria-valuemax=${Math.max(length, 1)}
      aria-valuenow=${(shown ?? 0) + 1}
      aria-valuetext=${text}
      onKeyDown=${press}
    ></div>
  </div>`;
}
