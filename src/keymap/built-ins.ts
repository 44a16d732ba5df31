import { arrayKind } from './array.js'
import { blockText } from './block.js'
import { littleEndian } from './bytes.js'
import { ERRORS, errorContent } from './error.js'
import { extraText } from './props.js'
import { primitiveText, quote } from './text.js'
import * as views from './views.js'
import { type Kind, Refusal, type Walk } from './walk.js'

/** The kinds of the built-in classes whose objects are data, by prototype. */
export const builtIns = new Map<object, Kind>()

/** What stands between the parentheses of `Map(...)`: the content that no property shows. */
type Content = (value: any, walk: Walk) => string
/** The names of the own properties that the content does not tell already. */
type Extra = (value: object) => string[]

/** The kind whose objects are written `Name(content)`, with their own properties behind. */
function builtIn(name: string, content: Content, extra: Extra = Object.keys): Kind {
  return {
    name,
    text: (value, walk) => `${name}(${content(value, walk)})${extraText(value, extra(value), walk)}`,
  }
}

/** Boxed primitives; without types they are the primitives themselves. */
function boxed(name: string, unbox: (this: any) => unknown, extra: Extra = Object.keys): Kind {
  return {
    name,
    text(value, walk) {
      const content = primitiveText(unbox.call(value), walk.typed)
      const props = extraText(value, extra(value), walk)
      return walk.typed || props !== '' ? `${name}(${content})${props}` : content
    },
  }
}

/** A view of bytes. What it really is must be what its prototype says. */
function view(name: string, brand: string): Kind {
  const content: Content = (value) => {
    const actual = views.typedArrayName(value)
    if (actual !== brand) throw new Refusal(`it inherits from ${name} and is ${actual ?? 'none'}`)
    return blockText(littleEndian(views.typedArrayBytes(value), views.elementSize(value)))
  }
  return builtIn(name, content, views.typedArrayProps)
}

/** Adds a kind, if this runtime has its class. */
function add(kind: Kind): void {
  const found = views.globalClass(kind.name)
  if (found !== undefined) builtIns.set(found.prototype, kind)
}

/** A method or getter of a built-in class: it reads the object itself, whatever properties hide it. */
const { forEach: eachEntry } = Map.prototype
const { forEach: eachMember } = Set.prototype
const { getTime } = Date.prototype
const { valueOf: stringOf } = String.prototype
const { toString: search } = URLSearchParams.prototype
const href = views.getterOf(URL.prototype, 'href')
const source = views.getterOf(RegExp.prototype, 'source')
const flags = [
  ['d', 'hasIndices'],
  ['g', 'global'],
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicode'],
  ['v', 'unicodeSets'],
  ['y', 'sticky'],
].map(([letter, name]) => [letter, views.getterOf(RegExp.prototype, name!)] as const)

function mapContent(map: Map<unknown, unknown>, walk: Walk): string {
  const entries: string[] = []
  eachEntry.call(map, (value, key) => entries.push(`${walk.text(key)}:${walk.text(value)}`))
  return entries.sort().join(',')
}

function setContent(set: Set<unknown>, walk: Walk): string {
  const members: string[] = []
  eachMember.call(set, (member) => members.push(walk.text(member)))
  return members.sort().join(',')
}

function regExpContent(regExp: RegExp, walk: Walk): string {
  const letters = flags.map(([letter, isSet]) => (isSet.call(regExp) ? letter : ''))
  return `${quote(source.call(regExp))},'${letters.join('')}',${walk.text(regExp.lastIndex)}`
}

add(arrayKind)
add(builtIn('Map', mapContent))
add(builtIn('Set', setContent))
add(builtIn('Date', (date) => `${getTime.call(date)}`))
add(builtIn('RegExp', regExpContent))
add(builtIn('URL', (url) => quote(href.call(url))))
add(builtIn('URLSearchParams', (params) => quote(search.call(params))))
add(boxed('Boolean', Boolean.prototype.valueOf))
add(boxed('Number', Number.prototype.valueOf))
add(boxed('BigInt', BigInt.prototype.valueOf))
add(boxed('Symbol', Symbol.prototype.valueOf))
add(boxed('String', stringOf, (value) => Object.keys(value).slice(stringOf.call(value).length)))
add(builtIn('ArrayBuffer', (buffer) => blockText(views.bufferBytes(buffer))))
add(builtIn('SharedArrayBuffer', (buffer) => blockText(views.sharedBufferBytes(buffer))))
add(builtIn('DataView', (value) => blockText(views.dataViewBytes(value))))
for (const name of views.TYPED_ARRAYS) add(view(name, name))
for (const name of ERRORS) add(builtIn(name, (error, walk) => errorContent(name, error, walk)))

const buffer = view('Buffer', 'Uint8Array')
const plainBytes = view('Uint8Array', 'Uint8Array')
add({ name: 'Buffer', text: (value, walk) => (walk.typed ? buffer : plainBytes).text(value, walk) })
