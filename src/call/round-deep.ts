import { takeApart, type Whole } from './round-parts.js'

/** An object on the way whose parts are being looked at, or that belongs to a cycle not yet seen whole. */
interface Visit {
  readonly object: object
  readonly whole: Whole
  /** Its place in the order in which objects are met. */
  readonly order: number
  /** The place of the first open object that it is known to lead to. */
  leadsTo: number
  holdsItself: boolean
  /** How many of its parts have been looked at. */
  seen: number
}

/**
 * Rounds every number in the values of one call, however deep. An object that is met twice is rounded once, so what
 * is shared stays shared; one from which a way leads back to itself stays as it is.
 *
 * Cycles are the strongly connected components that Tarjan's algorithm finds; it gives a component after all those
 * that it leads to, which is the order in which objects can be made anew. The way is kept in a list rather than on
 * the stack, so no depth is too much.
 */
export class DeepRounding {
  /** What has become of each object. */
  readonly #done = new Map<object, object>()
  readonly #open = new Map<object, Visit>()
  /** The open visits in the order in which they began. */
  readonly #stack: Visit[] = []
  #met = 0

  constructor(readonly roundNumber: (x: number) => number) {}

  /** `value`, or a copy of it where a number in it changes. */
  rounded(value: unknown): unknown {
    if (typeof value === 'object' && value !== null && !this.#done.has(value)) this.#explore(value)
    return this.#result(value)
  }

  /** What has become of a value whose objects are done. */
  #result(value: unknown): unknown {
    if (typeof value === 'number') return this.roundNumber(value)
    return this.#done.get(value as object) ?? value
  }

  #explore(root: object): void {
    const way: Visit[] = []
    this.#enter(root, way)
    for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
      if (visit.seen < visit.whole.parts.length) {
        this.#look(visit, visit.whole.parts[visit.seen++], way)
        continue
      }
      way.pop()
      const parent = way.at(-1)
      if (parent !== undefined) parent.leadsTo = Math.min(parent.leadsTo, visit.leadsTo)
      if (visit.leadsTo === visit.order) this.#finish(visit)
    }
  }

  #enter(object: object, way: Visit[]): void {
    const whole = takeApart(object)
    if (whole === undefined) {
      this.#done.set(object, object)
      return
    }
    const order = this.#met++
    const visit: Visit = { object, whole, order, leadsTo: order, holdsItself: false, seen: 0 }
    this.#open.set(object, visit)
    this.#stack.push(visit)
    way.push(visit)
  }

  #look(visit: Visit, part: unknown, way: Visit[]): void {
    if (typeof part !== 'object' || part === null || this.#done.has(part)) return
    const open = this.#open.get(part)
    if (open === undefined) {
      this.#enter(part, way)
      return
    }
    visit.leadsTo = Math.min(visit.leadsTo, open.order)
    if (open === visit) visit.holdsItself = true
  }

  /** Closes the visits since `first`, which lead to each other and to nothing else that is open. */
  #finish(first: Visit): void {
    const component = this.#stack.splice(this.#stack.lastIndexOf(first))
    const isCycle = component.length > 1 || first.holdsItself
    for (const { object, whole } of component) {
      this.#open.delete(object)
      this.#done.set(object, isCycle ? object : this.#remade(object, whole))
    }
  }

  #remade(object: object, { parts, remake }: Whole): object {
    const rounded = parts.map((part) => this.#result(part))
    return rounded.every((part, i) => Object.is(part, parts[i])) ? object : remake(rounded)
  }
}
