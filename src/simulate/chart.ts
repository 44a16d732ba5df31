import { checkOptions, text } from '../internal/check-options.js'
import { decades, type Scale, shares } from './axis.js'
import { COLOURS, style } from './chart-style.js'
import type { Curve } from './curve.js'
import type { Simulation } from './simulation.js'
import { basis } from './table.js'
import { count, hundredths } from './words.js'

/** What {@link toSvg} takes. */
export interface ChartOptions {
  /**
   * What stands above the chart.
   *
   * @default 'Hit ratio over cache size'
   */
  readonly title?: string | undefined
}

const WIDTH = 800
const HEIGHT = 440
/** The ends of the axes. */
const LEFT = 64
const RIGHT = 632
const TOP = 72
const BOTTOM = 384
const LEGEND = RIGHT + 22

interface Plot {
  readonly x: Scale
  readonly y: Scale
}

/** A curve and how it is drawn. */
interface Line {
  readonly curve: Curve
  /** The class that gives its colour. */
  readonly ground: string
  readonly width: number
}

/**
 * A simulation as a chart: hit ratio over cache size, one line for each policy, and the optimum above them. It is an
 * SVG image with no scripts and no fonts of its own, light or dark as the reader has chosen. The sizes are on a
 * logarithmic axis.
 *
 * The number behind a name is the mean hit ratio over the sizes, in percent; the best stands on top. Where keys were
 * sampled, upright bars show the errors.
 *
 * @throws PilferError `OPTION_INVALID`, `OPTION_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs'
 * import { lru, mru } from 'pilfer'
 * import { simulate, toSvg } from 'pilfer/simulate'
 *
 * const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
 * const found = simulate(circle, { policies: [lru(), mru()] })
 * writeFileSync('circle.svg', toSvg(found, { title: 'A circle of ten' }))
 * ```
 */
export function toSvg(simulation: Simulation, options: ChartOptions = {}): string {
  checkOptions('toSvg', options, { title: text })
  const { title = 'Hit ratio over cache size' } = options
  const { sizes, curves, optimum } = simulation
  const highest = Math.max(...[...curves, optimum].flatMap(({ hitRatios }) => hitRatios))
  const plot: Plot = { x: decades(sizes, LEFT, RIGHT), y: shares(highest, BOTTOM, TOP) }
  // Earlier lines are broader, so that one which lies under another can be seen.
  const lines = curves.map((curve, i) => ({
    curve,
    ground: `p${i % COLOURS}`,
    width: 4.4 - (2.8 * i) / Math.max(curves.length, 5),
  }))
  const best: Line = { curve: optimum, ground: 'optimum', width: 2 }
  const all: Line[] = [...lines, best]
  const legend = [best, ...lines.toSorted((a, b) => mean(b.curve) - mean(a.curve))]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(`${basis(simulation)}. ${simulation.recommendation.reason}`)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    label('title', LEFT, 32, title),
    label('note', LEFT, 52, `hits in % of ${basis(simulation)}`),
    ...grid(plot),
    label('note', LEGEND, 52, 'mean over the sizes'),
    ...all.map((one) => drawn(plot, sizes, one)),
    ...legend.map((one, i) => key(one, TOP + 6 + 22 * i)),
    '</svg>\n',
  ].join('\n')
}

function grid({ x, y }: Plot): string[] {
  return [
    ...y.ticks.flatMap(({ at, text }) => [
      `<path class="grid" d="M${LEFT} ${at}H${RIGHT}"/>`,
      label('tick end', LEFT - 10, at + 4, text),
    ]),
    ...x.ticks.flatMap(({ at, text }) => [
      `<path class="axis" d="M${at} ${BOTTOM}v5"/>`,
      label('tick middle', at, BOTTOM + 20, text),
    ]),
    `<path class="axis" d="M${LEFT} ${BOTTOM}H${RIGHT}"/>`,
    label('note middle', (LEFT + RIGHT) / 2, BOTTOM + 42, 'maxSize, in entries'),
  ]
}

function drawn({ x, y }: Plot, sizes: readonly number[], { curve, ground, width }: Line): string {
  const points = curve.hitRatios.map((ratio, i) => [x.place(sizes[i]), y.place(ratio)])
  const dots = points.map(
    ([at, height], i) =>
      `<circle class="${ground}-dot" cx="${at}" cy="${height}" r="${radius(width)}"><title>${escaped(curve.name)}, ${count(sizes[i])}: ${hundredths(curve.hitRatios[i])} %</title></circle>`,
  )
  const path = points.map((point) => point.join(' ')).join('L')
  const bars = curve.hitRatios.map((ratio, i) => {
    const error = curve.errors[i]
    return error === 0
      ? ''
      : `M${x.place(sizes[i])} ${y.place(Math.max(0, ratio - error))}V${y.place(Math.min(y.end, ratio + error))}`
  })
  const errors = bars.every((bar) => bar === '')
    ? ''
    : `<path class="line error ${ground}" d="${bars.join('')}"/>`
  return `<g>${errors}${stroke(ground, width, path)}${dots.join('')}</g>`
}

function key({ curve, ground, width }: Line, at: number): string {
  const value = `<tspan class="value" dx="8">${hundredths(mean(curve))}</tspan>`
  return `${stroke(ground, width, `${LEGEND} ${at}h24`)}<text class="key" x="${LEGEND + 34}" y="${at + 4}">${escaped(curve.name)}${value}</text>`
}

const stroke = (ground: string, width: number, path: string): string =>
  `<path class="line ${ground}" stroke-width="${width.toFixed(1)}" d="M${path}"/>`

const radius = (width: number): string => (width / 2 + 1).toFixed(1)

const label = (className: string, x: number, y: number, content: string): string =>
  `<text class="${className}" x="${x}" y="${y}">${escaped(content)}</text>`

const mean = ({ hitRatios }: Curve): number =>
  hitRatios.reduce((sum, ratio) => sum + ratio, 0) / hitRatios.length

const escaped = (content: string): string =>
  content.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
