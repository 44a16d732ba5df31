/** A function that takes its time, once for each different call. */
import { lruCache } from 'pilfer'

const longestCollatz = lruCache({ maxSize: 100 })(function longestCollatz({ below }: { below: number }) {
  let best = { start: 1, steps: 0 }
  for (let start = 1; start < below; start++) {
    let steps = 0
    for (let n = start; n !== 1; n = n % 2 === 0 ? n / 2 : 3 * n + 1) steps++
    if (steps > best.steps) best = { start, steps }
  }
  return best
})

function timed(below: number): void {
  const begin = performance.now()
  const { start, steps } = longestCollatz({ below })
  const ms = (performance.now() - begin).toFixed(3)
  console.log(`below ${below}, the longest way starts at ${start} and has ${steps} steps (${ms} ms)`)
}

timed(200_000)
timed(100_000)
timed(200_000) // An equal argument, though not the same object.

console.log(longestCollatz.info())
