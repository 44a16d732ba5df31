import { quote } from './text.js'

/** The names of an object's properties, in the order and the words of canonical text. */
export interface Shape {
  readonly names: readonly string[]
  /** What stands before each value: `'a':`, then `,'b':` and so on. */
  readonly before: readonly string[]
}

/** One name after the ones that led here. Most nodes lead to one other only, which needs no `Map`. */
class Node {
  name: string | undefined
  child: Node | undefined
  others: Map<string, Node> | undefined
  shape: Shape | undefined
}

const MOST_NAMES = 32
const LONGEST_NAME = 64
const MOST_NODES = 4_096

let root = new Node()
let nodes = 0

/**
 * The shape of an object whose own enumerable property names are `names`, in their order. Objects come in few shapes,
 * so those met before are kept, by name after name.
 */
export function shapeOf(names: readonly string[]): Shape {
  if (names.length > MOST_NAMES) return newShape(names)
  let node = root
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    if (node.name === name) node = node.child!
    else {
      const next = node.others?.get(name) ?? (name.length > LONGEST_NAME ? undefined : grow(node, name))
      if (next === undefined) return newShape(names)
      node = next
    }
  }
  if (node.shape === undefined) node.shape = newShape(names)
  return node.shape
}

function grow(node: Node, name: string): Node {
  if (++nodes > MOST_NODES) {
    root = new Node()
    nodes = 0
  }
  const child = new Node()
  if (node.name === undefined) {
    node.name = name
    node.child = child
  } else {
    node.others ??= new Map()
    node.others.set(name, child)
  }
  return child
}

function newShape(names: readonly string[]): Shape {
  const sorted = names.toSorted()
  return { names: sorted, before: sorted.map((name, i) => `${i === 0 ? '' : ','}${quote(name)}:`) }
}
