import { decades, type Scale } from './axis.js'
import { COLOURS, style } from './chart-style.js'

/** A line of a chart, and how it is drawn. */
export interface Line {
  readonly name: string
  /** By place in the sizes of the chart. */
  readonly values: readonly number[]
  /** By place: how far a value may be from the true one; upright bars show it. */
  readonly errors: readonly number[]
  /** What stands behind the name. */
  readonly total: string
  /** The class that gives its colour. */
  readonly ground: string
  readonly width: number
}

/** A chart with one line for each policy over sizes, which are on a logarithmic axis. */
export interface LineChart {
  readonly title: string
  readonly description: string
  /** What the lines show. */
  readonly note: string
  /** What the numbers behind the names are. */
  readonly legendNote: string
  /** What the sizes are. */
  readonly across: string
  readonly sizes: readonly number[]
  readonly lines: readonly Line[]
  /** The same lines in the order of their names. */
  readonly legend: readonly Line[]
  /** The upright axis, between two places on the paper. */
  scale(from: number, to: number): Scale
  /** A value as a text. */
  say(value: number, size: number): string
}

const WIDTH = 800
const HEIGHT = 440
/** The ends of the axes. */
const LEFT = 64
const RIGHT = 632
const TOP = 72
const BOTTOM = 384
const LEGEND = RIGHT + 22

/** Colour and width by place. Earlier lines are broader, so that one which lies under another can be seen. */
export const stroked = (place: number, count: number): Pick<Line, 'ground' | 'width'> => ({
  ground: `p${place % COLOURS}`,
  width: 4.4 - (2.8 * place) / Math.max(count, 5),
})

/** The chart as an SVG image with no scripts and no fonts of its own, light or dark as the reader has chosen. */
export function lineChart(chart: LineChart): string {
  const { title, description, note, legendNote, lines, legend, sizes } = chart
  const plot: Plot = { x: decades(sizes, LEFT, RIGHT), y: chart.scale(BOTTOM, TOP) }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    label('title', LEFT, 32, title),
    label('note', LEFT, 52, note),
    ...grid(plot, chart.across),
    label('note', LEGEND, 52, legendNote),
    ...lines.map((line) => drawn(plot, chart, line)),
    ...legend.map((line, i) => key(line, TOP + 6 + 22 * i)),
    '</svg>\n',
  ].join('\n')
}

interface Plot {
  readonly x: Scale
  readonly y: Scale
}

function grid({ x, y }: Plot, across: string): string[] {
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
    label('note middle', (LEFT + RIGHT) / 2, BOTTOM + 42, across),
  ]
}

function drawn({ x, y }: Plot, { sizes, say }: LineChart, line: Line): string {
  const { name, values, ground, width } = line
  const points = values.map((value, i) => [x.place(sizes[i]), y.place(value)])
  const dots = points.map(
    ([at, height], i) =>
      `<circle class="${ground}-dot" cx="${at}" cy="${height}" r="${radius(width)}"><title>${escaped(`${name}, ${say(values[i], sizes[i])}`)}</title></circle>`,
  )
  const path = points.map((point) => point.join(' ')).join('L')
  const bars = values.map((value, i) => {
    const error = line.errors[i]
    return error === 0
      ? ''
      : `M${x.place(sizes[i])} ${y.place(Math.max(0, value - error))}V${y.place(Math.min(y.end, value + error))}`
  })
  const errors = bars.every((bar) => bar === '')
    ? ''
    : `<path class="line error ${ground}" d="${bars.join('')}"/>`
  return `<g>${errors}${stroke(line, path)}${dots.join('')}</g>`
}

function key(line: Line, at: number): string {
  const value = `<tspan class="value" dx="8">${escaped(line.total)}</tspan>`
  return `${stroke(line, `${LEGEND} ${at}h24`)}<text class="key" x="${LEGEND + 34}" y="${at + 4}">${escaped(line.name)}${value}</text>`
}

const stroke = ({ ground, width }: Line, path: string): string =>
  `<path class="line ${ground}" stroke-width="${width.toFixed(1)}" d="M${path}"/>`

const radius = (width: number): string => (width / 2 + 1).toFixed(1)

const label = (className: string, x: number, y: number, content: string): string =>
  `<text class="${className}" x="${x}" y="${y}">${escaped(content)}</text>`

const escaped = (content: string): string =>
  content.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
