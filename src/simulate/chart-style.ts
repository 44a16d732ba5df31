/** The colours of the lines on a light and on a dark ground: of like weight, and told apart without red and green. */
const LIGHT = [
  '#0b6bcb',
  '#d1600c',
  '#5f6b7a',
  '#9a7b00',
  '#0f8a6d',
  '#b5268a',
  '#6b4fd1',
  '#c0271f',
  '#2f97a8',
]
const DARK = [
  '#5cb0ff',
  '#ff9a4d',
  '#9aa7b8',
  '#e3c341',
  '#3fd0a8',
  '#f47bd0',
  '#ad98ff',
  '#ff7d73',
  '#69d3e4',
]

const ground = (paper: string, ink: string, soft: string, grid: string): string =>
  `svg{--paper:${paper};--ink:${ink};--soft:${soft};--grid:${grid}}`

const colours = (palette: readonly string[]): string =>
  palette.map((colour, i) => `.p${i}{--line:${colour}}`).join('')

/** The style sheet of a chart with lines for `count` policies. */
export function style(count: number): string {
  // Earlier lines are broader, so that one which lies under another can be seen.
  const widths = LIGHT.slice(0, count).map(
    (_, i) => `.p${i}{stroke-width:${(4 - (2.4 * i) / Math.max(count, 5)).toFixed(1)}}`,
  )
  return [
    ground('#ffffff', '#1b2430', '#5b6675', '#e4e8ee'),
    colours(LIGHT),
    `@media (prefers-color-scheme:dark){${ground('#12171e', '#e8edf4', '#9aa6b5', '#29323d')}${colours(DARK)}}`,
    'text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;font-size:12px;fill:var(--soft)}',
    '.title{font-size:16px;font-weight:600;fill:var(--ink)}',
    '.key{font-size:13px;fill:var(--ink)}.value{fill:var(--soft);font-size:12px}',
    '.middle{text-anchor:middle}.end{text-anchor:end}',
    '.paper{fill:var(--paper)}.grid{stroke:var(--grid)}.axis{stroke:var(--soft)}',
    '.line{fill:none;stroke:var(--line);stroke-linejoin:round;stroke-linecap:round}',
    '.optimum{--line:var(--ink);stroke-width:1.8;stroke-dasharray:2 5}',
    '.dot{fill:var(--line);stroke:none}',
    ...widths,
  ].join('\n')
}
