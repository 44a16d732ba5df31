import { error } from './error-tag.js'
import { largeBuffer, movedRegExp, searchParams, url } from './leaf-tags.js'
import { converted, instance, nullObject, plainObject } from './object-tags.js'
import type { Tag } from './tag.js'

/** Every tag by its code. */
export const TAGS: ReadonlyMap<number, Tag> = new Map(
  [movedRegExp, largeBuffer, url, searchParams, plainObject, nullObject, instance, converted, error].map(
    (tag: Tag) => [tag.code, tag],
  ),
)
