import type { EvictionPolicy } from '../../policy.js'
import { savedOrder } from './saved.js'
import { NONE, SlotList } from './slot-list.js'

/** A policy that is an order of its slots, which newcomers enter at the front. */
export abstract class OrderPolicy extends SlotList implements EvictionPolicy {
  onInsert(slot: number): void {
    this.addFirst(slot)
  }

  abstract onHit(slot: number): void

  onRemove(slot: number): void {
    this.remove(slot)
  }

  abstract victim(): number

  /** The slots, first to last. */
  save(): number[] {
    return [...this]
  }

  restore(state: unknown, held: readonly number[]): void {
    for (const slot of savedOrder(state, held)) this.addBefore(slot, NONE)
  }
}
