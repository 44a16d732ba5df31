import type { Damage } from './damage.js'
import type { Frame, Framing } from './framing.js'
import type { Window } from './window.js'

/** What a scan finds, in the order of the file. */
export interface Finder {
  frame(frame: Frame): void
  damage(damage: Damage): void
}

/**
 * Goes through the frames from `position` on; gives where the next frame has to go. What is behind that is no whole
 * frame: nothing, one that is being written, or what a killed writer left.
 *
 * @param looked up to where it is known that no whole frame follows one that is not
 */
export function scan(
  framing: Framing,
  window: Window,
  position: number,
  looked: number,
  finder: Finder,
): number {
  let at = position
  for (;;) {
    const frame = framing.frameAt(window, at)
    if (typeof frame === 'object') {
      if (frame.type === 'damaged') finder.damage(frame)
      else finder.frame(frame)
      at += frame.length
      continue
    }
    if (window.size <= at + framing.trailer.length) return at
    // What was looked at when nothing was there may have been cut off since, and written again.
    const from = at === position && frame !== 'damaged' ? Math.max(at + 1, looked) : at + 1
    const next = framing.nextFrame(window, from)
    if (next === -1) return at
    finder.damage({ at, length: next - at })
    at = next
  }
}
