import fc from 'fast-check'

/** A default, as it is written; `value` where it is data. */
export interface DefaultModel {
  readonly text: string
  readonly literal?: { readonly value: unknown }
}

/** Where a value goes: a name, `{ key: target, ...rest }` or `[target, , ...rest]`. */
export interface TargetModel {
  readonly fallback: DefaultModel | undefined
  readonly into:
    | { readonly type: 'name' }
    | { readonly type: 'object'; readonly props: readonly PropModel[]; readonly hasRest: boolean }
    | {
        readonly type: 'array'
        readonly items: readonly (TargetModel | undefined)[]
        readonly hasRest: boolean
      }
}

export interface PropModel {
  readonly key: string
  readonly isComputed: boolean
  readonly target: TargetModel
}

export interface HeadModel {
  readonly list: readonly TargetModel[]
  readonly rest: TargetModel | undefined
}

const data = (text: string, value: unknown): DefaultModel => ({ text, literal: { value } })

const LITERALS: readonly DefaultModel[] = [
  data('2', 2),
  data('-2.5e1', -25),
  data('-0', -0),
  data('0x1f', 31),
  data("'s) =>'", 's) =>'),
  data('`t(`', 't('),
  data('null', null),
  data('true', true),
  data('!1', false),
  data('3n', 3n),
  data('-3n', -3n),
  data('undefined', undefined),
  data('void 0', undefined),
  data('[]', []),
  data('[1, "x", [null]]', [1, 'x', [null]]),
  data('{ k: 1, "l m": [2], 3: -4 }', { k: 1, 'l m': [2], 3: -4 }),
]
const OBJECTS: readonly DefaultModel[] = [
  data('{}', {}),
  data('{ a: 1 }', { a: 1 }),
  data('{ b: undefined, c: { a: null } }', { b: undefined, c: { a: null } }),
]
const COMPUTED: readonly DefaultModel[] = [
  '[7][0]',
  'String(8)',
  'NaN',
  '(() => 9)()',
  'new Date(0)',
  '/a[)]/.source',
  '`t`.length',
  '{ ...{} }',
  '{ __proto__: null }',
  '[, 1]',
].map((text) => ({ text }))

const KEYS = ['a', 'b', 'c', 'toString', 'x y', '0']

export const fallback = fc.option(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...LITERALS) },
    { weight: 2, arbitrary: fc.constantFrom(...OBJECTS) },
    { weight: 1, arbitrary: fc.constantFrom(...COMPUTED) },
  ),
  { nil: undefined },
)

const { target } = fc.letrec<{ target: TargetModel; into: TargetModel['into'] }>((tie) => ({
  target: fc.record({ fallback, into: tie('into') }) as fc.Arbitrary<TargetModel>,
  into: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'into' },
    { weight: 4, arbitrary: fc.constant({ type: 'name' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('object' as const),
        props: fc.uniqueArray(
          fc.record({
            key: fc.constantFrom(...KEYS),
            isComputed: fc.integer({ max: 12 }).map((n) => n === 0),
            target: tie('target'),
          }),
          { selector: ({ key, isComputed }) => `${key}${isComputed}`, maxLength: 3 },
        ),
        hasRest: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('array' as const),
        items: fc.array(fc.option(tie('target'), { nil: undefined }), { maxLength: 2 }),
        hasRest: fc.boolean(),
      }),
    },
  ) as fc.Arbitrary<TargetModel['into']>,
}))

/** The head of a function. */
export const head: fc.Arbitrary<HeadModel> = fc.record({
  list: fc.array(target, { maxLength: 3 }),
  rest: fc.option(
    target.map((t) => ({ ...t, fallback: undefined })),
    { nil: undefined },
  ),
})

/** The text of a head without its parentheses, and the names that it binds, `v0`, `v1` and so on. */
export function write({ list, rest }: HeadModel): { text: string; names: string[] } {
  const names: string[] = []
  const name = (): string => {
    names.push(`v${names.length}`)
    return names.at(-1)!
  }
  const targetText = ({ fallback, into }: TargetModel): string =>
    intoText(into) + (fallback === undefined ? '' : ` = ${fallback.text}`)
  const intoText = (into: TargetModel['into']): string => {
    if (into.type === 'name') return name()
    if (into.type === 'object') {
      const props = into.props.map(({ key, isComputed, target }) => {
        const written = isComputed ? `["${key}"]` : /^\w+$/.test(key) ? key : JSON.stringify(key)
        return `${written}: ${targetText(target)}`
      })
      return `{ ${[...props, ...(into.hasRest ? [`...${name()}`] : [])].join(', ')} }`
    }
    const items = into.items.map((item) => (item === undefined ? '' : targetText(item)))
    return `[${[...items, ...(into.hasRest ? [`...${name()}`] : items.at(-1) === '' ? [''] : [])].join(', ')}]`
  }
  const parts = list.map(targetText)
  if (rest !== undefined) parts.push(`...${targetText(rest)}`)
  return { text: parts.join(', '), names }
}

/** A function with such a head, which returns what its names are bound to. */
export function observer(model: HeadModel): (...args: unknown[]) => unknown {
  const { text, names } = write(model)
  return evaluate(`(${text}) => ({ ${names.join(', ')} })`) as (...args: unknown[]) => unknown
}

/** The value of an expression. */
export const evaluate = (text: string): unknown => new Function(`return (${text}\n)`)()

/** Makes functions of every kind with a head and a body. */
export const FORMS: Readonly<Record<string, (head: string, body: string) => Function>> = {
  arrow: (head, body) => evaluate(`(${head}) => {${body}}`) as Function,
  'arrow in comments': (head, body) =>
    evaluate(`/* (a = 1) => */ async /* ( */ (${head}) /* = */ => {${body}}`) as Function,
  function: (head, body) => evaluate(`function (${head}) {${body}}`) as Function,
  'named function': (head, body) => evaluate(`function f /* () */ (${head}) {${body}}`) as Function,
  'async function': (head, body) => evaluate(`async function f(${head}) {${body}}`) as Function,
  generator: (head, body) => evaluate(`function* f(${head}) {${body}}`) as Function,
  'async generator': (head, body) => evaluate(`async function* f(${head}) {${body}}`) as Function,
  'Function()': (head, body) => new Function(head, body),
  method: (head, body) => member(`m(${head}) {${body}}`, 'm'),
  'method called get': (head, body) => member(`get(${head}) {${body}}`, 'get'),
  'method called async': (head, body) => member(`async(${head}) {${body}}`, 'async'),
  'method called function': (head, body) => member(`function(${head}) {${body}}`, 'function'),
  'method called class': (head, body) => member(`class(${head}) {${body}}`, 'class'),
  'method called =>': (head, body) => member(`'=> (a)'(${head}) {${body}}`, '=> (a)'),
  'computed method': (head, body) => member(`[(() => 'm')()](${head}) {${body}}`, 'm'),
  'numbered method': (head, body) => member(`1(${head}) {${body}}`, '1'),
  'async method': (head, body) => member(`async m(${head}) {${body}}`, 'm'),
  'generator method': (head, body) => member(`*m(${head}) {${body}}`, 'm'),
  'async generator method': (head, body) => member(`async *m(${head}) {${body}}`, 'm'),
  'private method': (head, body) =>
    evaluate(`class { #m(${head}) {${body}} static of = new this().#m }.of`) as never,
  'method with private members': (head, body) =>
    new (evaluate(`class { #a = 1; m(${head}) { this.#a; #a in this; ${body}} }`) as new () => any)().m,
  'static method': (head, body) => (evaluate(`class { static m(${head}) {${body}} }`) as { m: Function }).m,
  'method with super': (head, body) => member(`m(${head}) { super.a; ${body}}`, 'm'),
  class: (head, body) => evaluate(`class A { m(a = 1) {} constructor(${head}) {${body}} }`) as Function,
  'derived class': (head, body) =>
    evaluate(`class extends (Object) { 'constructor'(${head}) { super(); ${body}} }`) as Function,
}

function member(text: string, name: string): Function {
  const made = evaluate(`class { ${text} }`) as { prototype: Record<string, Function> }
  return made.prototype[name]!
}
