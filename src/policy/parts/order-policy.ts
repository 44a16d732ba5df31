import type { EvictionPolicy } from '../../policy.js'
import { SlotList } from './slot-list.js'

/** A policy that keeps its slots in one order, which newcomers enter at the front. */
export abstract class OrderPolicy implements EvictionPolicy {
  protected readonly order: SlotList

  constructor(capacity: number) {
    this.order = new SlotList(capacity)
  }

  onInsert(slot: number): void {
    this.order.addFirst(slot)
  }

  abstract onHit(slot: number): void

  onRemove(slot: number): void {
    this.order.remove(slot)
  }

  abstract victim(): number

  clear(): void {
    this.order.clear()
  }
}
