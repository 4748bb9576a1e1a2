import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { formatNumber } from '../../format/index.js';
import type { CurvePoint } from '../../format/index.js';

/** A curve with its name. */
export interface ChartSeries {
  readonly key: string;
  readonly points: readonly CurvePoint[];
}

const HEIGHT = 120;
const COLORS = [
  '--jp-brand-color1',
  '--jp-warn-color1',
  '--jp-success-color1',
  '--jp-error-color1'
];

/** Draws curves into an element, in the theme's colours and at the element's width. */
export class Chart {
  private readonly _resize: ResizeObserver;
  private readonly _theme: MutationObserver;
  private _plot: uPlot;
  private _series: readonly ChartSeries[];

  /** `onCursor` hears the step below the pointer, or null when it has left. */
  constructor(
    private readonly _node: HTMLElement,
    series: readonly ChartSeries[],
    private readonly _onCursor: (step: number | null) => void
  ) {
    this._series = series;
    this._plot = this._draw();
    this._resize = new ResizeObserver(() => {
      if (_node.clientWidth > 0) {
        this._plot.setSize({ width: _node.clientWidth, height: HEIGHT });
      }
    });
    this._resize.observe(_node);
    this._theme = new MutationObserver(() => {
      this._redraw();
    });
    this._theme.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
  }

  update(series: readonly ChartSeries[]): void {
    const isSame =
      series.length === this._series.length &&
      series.every(({ key }, index) => key === this._series[index]?.key);
    this._series = series;
    if (isSame) {
      this._plot.setData(join(series));
    } else {
      this._redraw();
    }
  }

  dispose(): void {
    this._resize.disconnect();
    this._theme.disconnect();
    this._plot.destroy();
  }

  private _redraw(): void {
    this._plot.destroy();
    this._plot = this._draw();
  }

  private _draw(): uPlot {
    const style = getComputedStyle(this._node);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color('--jp-ui-font-color2'),
      grid: { stroke: color('--jp-autolog-grid'), width: 1 },
      ticks: { show: false },
      font: `10px ${color('--jp-ui-font-family') || 'sans-serif'}`
    };
    return new uPlot(
      {
        width: Math.max(this._node.clientWidth, 50),
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false }, points: { size: 6 } },
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: 22, space: 50, values: (_, steps) => steps.map(toStepText) },
          { ...axis, size: 48, space: 24, values: (_, values) => values.map(formatNumber) }
        ],
        series: [
          {},
          ...this._series.map(({ key, points }, index) => ({
            label: key,
            stroke: color(COLORS[index % COLORS.length] ?? ''),
            width: 1.5,
            spanGaps: true,
            // Told apart without colours, too.
            ...(index > 0 ? { dash: [5, 3] } : {}),
            points: { show: points.length === 1 }
          }))
        ],
        hooks: {
          setCursor: [
            plot => {
              const step = plot.cursor.idx == null ? null : plot.data[0][plot.cursor.idx];
              this._onCursor(step ?? null);
            }
          ]
        }
      },
      join(this._series),
      this._node
    );
  }
}

/** Steps are whole; between them there is nothing to name. */
function toStepText(step: number): string {
  return Number.isInteger(step) ? formatNumber(step) : '';
}

/** One column of steps, and one of values for each curve. */
function join(series: readonly ChartSeries[]): uPlot.AlignedData {
  const steps = [...new Set(series.flatMap(({ points }) => points.map(([step]) => step)))].sort(
    (a, b) => a - b
  );
  const columns = series.map(({ points }) => {
    const values = new Map(points);
    return steps.map(step => values.get(step) ?? null);
  });
  return [steps, ...columns];
}
