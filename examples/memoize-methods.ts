/** Decorators on a method, a getter and a static method; results by instance, and shared by all. */
import { lruCache, type Memoized, memoize } from 'pilfer'

let runs = 0

class Polygon {
  constructor(readonly corners: readonly (readonly [x: number, y: number])[]) {}

  @memoize
  get area(): number {
    runs++
    const sum = this.corners.reduce((total, [x, y], i) => {
      const [nextX, nextY] = this.corners[(i + 1) % this.corners.length]!
      return total + x * nextY - nextX * y
    }, 0)
    return Math.abs(sum) / 2
  }

  @lruCache({ maxSize: 50 })
  contains(x: number, y: number): boolean {
    runs++
    let isInside = false
    for (const [i, [ax, ay]] of this.corners.entries()) {
      const [bx, by] = this.corners[(i + 1) % this.corners.length]!
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
    }
    return isInside
  }

  @lruCache({ ignore: ['this'] })
  inSquareFeet(squareMetres: number): number {
    runs++
    return squareMetres * 10.7639
  }

  @lruCache()
  static regular(corners: number): Polygon {
    runs++
    const angle = (2 * Math.PI) / corners
    return new Polygon(Array.from({ length: corners }, (_, i) => [Math.cos(i * angle), Math.sin(i * angle)]))
  }
}

const square = Polygon.regular(4)
const hexagon = Polygon.regular(6)

for (let round = 1; round <= 2; round++) {
  const areas = [square.area, hexagon.area].map((area) => area.toFixed(3))
  const inside = [square.contains(0.6, 0.6), hexagon.contains(0.6, 0.6)]
  console.log(`round ${round}: areas ${areas}, inside ${inside}, runs so far ${runs}`)
}

square.inSquareFeet(10)
hexagon.inSquareFeet(10)
console.log(`one result for both: runs so far ${runs}`)
console.log(`the same object again: ${Polygon.regular(4) === square}`)

const contains = square.contains as Memoized<(x: number, y: number) => boolean>
console.log(
  `results of all polygons: ${contains.info().size}, of the square: ${contains.of(square).info().size}`,
)
