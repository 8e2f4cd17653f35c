import { type ReactElement, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../../context/theme.js';
import { numberText } from '../../kit/format.js';
import type { UsageChart } from './usage-series.js';

const HEIGHT = 260;
const colours = ['--s-chart-1', '--s-chart-2', '--s-chart-3', '--s-chart-4', '--s-chart-5', '--s-chart-6'];

/** The upper edges of stacked bars. The highest come first, because they must be drawn first. */
function stack(values: readonly (readonly number[])[]): number[][] {
  const sums: number[][] = [];
  for (const row of values) sums.push(row.map((value, at) => value + (sums.at(-1)?.[at] ?? 0)));
  return sums.toReversed();
}

/** Use over time as stacked bars. A screen reader gets one picture, because the table beside it has the numbers. */
export function BarChart(props: {
  readonly label: string;
  readonly chart: UsageChart;
  readonly interval: 'day' | 'month';
}): ReactElement {
  const { label, chart, interval } = props;
  const { starts, series } = chart;
  const { mode } = useTheme();
  const ref = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const bars = uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.2 });
    const drawn = series
      .map((_series, index) => colour(colours[index] ?? '--s-idle'))
      .toReversed()
      .map(
        (fill): uPlot.Series => ({
          fill,
          stroke: fill,
          width: 0,
          points: { show: false },
          ...(bars ? { paths: bars } : {}),
        }),
      );
    const axis: uPlot.Axis = {
      stroke: colour('--color-text-secondary'),
      font: `12px ${colour('--font-sans')}`,
      grid: { stroke: colour('--color-border-secondary'), width: 1 },
      ticks: { show: false },
    };
    const words = new Intl.DateTimeFormat(undefined, {
      timeZone: 'UTC',
      month: 'short',
      ...(interval === 'day' ? { day: 'numeric' } : { year: '2-digit' }),
    });
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
        // Bars are positioned by index and not by time, because months have different lengths and bars have the same width.
        scales: {
          x: { time: false, range: [-0.6, starts.length - 0.4] },
          y: { range: (_plot, _min, max) => [0, max * 1.1 || 1] },
        },
        axes: [
          {
            ...axis,
            size: 30,
            grid: { show: false },
            splits: (self) => labelled(starts.length, self.width),
            values: (_self, splits) => splits.map((split) => words.format(new Date(starts[split] ?? ''))),
          },
          { ...axis, size: 56, values: (_self, splits) => splits.map(numberText) },
        ],
        series: [{}, ...drawn],
        hooks: { setCursor: [(self) => setAt(self.cursor.idx ?? undefined)] },
      },
      [starts.map((_start, index) => index), ...stack(series.map(({ values }) => values))],
      box,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
    resize.observe(box);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [chart, interval, mode]);
  return (
    <figure className="chart">
      <Legend chart={chart} at={at} interval={interval} />
      <div ref={ref} role="img" aria-label={label} />
    </figure>
  );
}

const PIXELS_A_LABEL = 72;

/** The indexes of the bars with a label, as many as fit. */
function labelled(count: number, width: number): number[] {
  const every = Math.max(1, Math.ceil((count * PIXELS_A_LABEL) / Math.max(1, width)));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}

/** The names of the colours with values: those of the bar below the pointer, otherwise the sums. */
function Legend(props: {
  readonly chart: UsageChart;
  readonly at: number | undefined;
  readonly interval: 'day' | 'month';
}): ReactElement {
  const { chart, at, interval } = props;
  const start = at === undefined ? undefined : chart.starts[at];
  const words = new Intl.DateTimeFormat(undefined, {
    timeZone: 'UTC',
    ...(interval === 'day' ? { dateStyle: 'medium' } : { month: 'long', year: 'numeric' }),
  });
  return (
    <figcaption className="legend">
      <strong>{start === undefined ? 'The whole period' : words.format(new Date(start))}</strong>
      {chart.series.map(({ name, values }, index) => (
        <span key={name} className="legend__entry">
          <span className={`legend__colour legend__colour--${index + 1}`} />
          {name}
          <b>{numberText(at === undefined ? values.reduce((sum, value) => sum + value, 0) : (values[at] ?? 0))}</b>
        </span>
      ))}
    </figcaption>
  );
}
