/** All elements of an object, as they are needed to show or to describe it: large values are told of, not kept. */
import type { Tag, VR } from '../data-set.ts'

export interface ObjectElement {
  readonly tag: Tag
  /** As encoded; where it tells nothing (implicit VR, UN) as the dictionary knows it, 'UN' where that does not. */
  readonly vr: VR
  /** In little endian, padding included; empty for a sequence; undefined: longer than is kept. */
  readonly value: Uint8Array | undefined
  /** Of the value, in bytes; undefined: fragments of encapsulated pixel data. */
  readonly lengthBytes: number | undefined
  readonly items: readonly ObjectElements[]
}

/** By tag, in the order in which they came. */
export type ObjectElements = ReadonlyMap<Tag, ObjectElement>

/** Where the object's pixel data lies. */
export type PixelDataPlace =
  | { readonly kind: 'absent' }
  /** `offset`: of the first byte of the value in the object; of a deflated one as if it were inflated. */
  | {
      readonly kind: 'native'
      readonly tag: Tag
      readonly vr: VR
      readonly offset: number
      readonly lengthBytes: number
    }
  /** `offset`: of the first item, the Basic Offset Table (PS3.5 §A.4). */
  | { readonly kind: 'encapsulated'; readonly tag: Tag; readonly offset: number }
