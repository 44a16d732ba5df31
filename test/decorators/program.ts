/**
 * The same classes for both decorator systems; `decorators.test.ts` compiles this file in each mode and runs it. It
 * counts runs, since that is what a cache is there to keep low.
 */
import { dictArchive, lruCache, type Memoized, memoize } from 'pilfer'

const runs: Record<string, number> = {}
const count = (name: string): void => void (runs[name] = (runs[name] ?? 0) + 1)

const archive = dictArchive()

class Circle {
  constructor(readonly r: number) {}

  @lruCache({ maxSize: 10 })
  area(factor: number): number {
    count('area')
    return this.r * factor
  }

  @lruCache()
  async load(name: string): Promise<string> {
    count('load')
    await null
    return `${name} of ${this.r}`
  }

  @lruCache()
  get circumference(): number {
    count('circumference')
    return 2 * this.r
  }

  @lruCache()
  static unit(scale: number): number {
    count('unit')
    return scale
  }

  @lruCache()
  static get origin(): number[] {
    count('origin')
    return [0, 0]
  }

  @lruCache({ ignore: ['this'] })
  shared(x: number): number {
    count('shared')
    return x
  }

  @memoize
  bare(x: number): number {
    count('bare')
    return x + this.r
  }

  @lruCache({ archive, name: 'Circle.kept' })
  kept(x: number): number {
    count('kept')
    return x * this.r
  }

  @lruCache({ archive, name: 'Circle.keptByAll', ignore: 'this' })
  keptByAll(x: number): number {
    count('keptByAll')
    return x
  }
}

const a = new Circle(1)
const b = new Circle(2)
const results: unknown[] = []
for (let round = 0; round < 2; round++)
  for (const circle of [a, b]) {
    results.push(
      circle.area(3),
      await circle.load('x'),
      circle.circumference,
      circle.shared(7),
      circle.bare(1),
    )
    results.push(circle.kept(5), circle.keptByAll(5))
  }
results.push(Circle.unit(2), Circle.unit(2), Circle.origin, Circle.origin)

const area = Circle.prototype.area as Memoized<(factor: number) => number>

console.log(
  JSON.stringify({
    results,
    runs,
    info: area.info(),
    infoOfA: area.of(a).info().size,
    keys: [...archive.keys()].map((key) => key.replace(/[0-9a-f]{16,}/, 'DIGEST')).sort(),
    name: a.area.name,
  }),
)
