/** The colours of one ground, light or dark. */
interface Ground {
  readonly paper: string
  readonly ink: string
  readonly soft: string
  readonly grid: string
  /** By place of a policy; of like weight, and not told apart by red and green alone. */
  readonly lines: readonly string[]
}

const LIGHT: Ground = {
  paper: '#ffffff',
  ink: '#1b2430',
  soft: '#5b6675',
  grid: '#e4e8ee',
  lines: [
    ...['#0b6bcb', '#d1600c', '#8a94a3', '#b08c00', '#0f8a6d'],
    ...['#b5268a', '#6b4fd1', '#c0271f', '#2f97a8'],
  ],
}

const DARK: Ground = {
  paper: '#12171e',
  ink: '#e8edf4',
  soft: '#9aa6b5',
  grid: '#29323d',
  lines: [
    ...['#5cb0ff', '#ff9a4d', '#8894a6', '#e3c341', '#3fd0a8'],
    ...['#f47bd0', '#ad98ff', '#ff7d73', '#69d3e4'],
  ],
}

/** How many policies have a colour of their own. */
export const COLOURS = LIGHT.lines.length

/** The style sheet of a chart. Every colour is written out, since many a viewer knows no variables. */
export function style(): string {
  return [
    'text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;font-size:12px}',
    '.title{font-size:16px;font-weight:600}.key{font-size:13px}.value{font-size:12px}',
    '.middle{text-anchor:middle}.end{text-anchor:end}',
    '.line{fill:none;stroke-linejoin:round;stroke-linecap:round}',
    '.optimum{stroke-width:2;stroke-dasharray:1 5}',
    '.error{stroke-width:6;stroke-opacity:0.2;stroke-linecap:butt}',
    coloured(LIGHT),
    `@media (prefers-color-scheme:dark){${coloured(DARK)}}`,
  ].join('\n')
}

function coloured({ paper, ink, soft, grid, lines }: Ground): string {
  return [
    `.paper{fill:${paper}}.grid{stroke:${grid}}.axis{stroke:${soft}}`,
    `text,.value{fill:${soft}}.title,.key{fill:${ink}}`,
    `.optimum{stroke:${ink}}.optimum-dot{fill:${ink}}`,
    ...lines.map((colour, i) => `.p${i}{stroke:${colour}}.p${i}-dot{fill:${colour}}`),
  ].join('')
}
