/** Where something is put in, and what else has to be told then. */
import type { Tag } from '../data-set.ts'
import { uint32Bytes } from './element-bytes.ts'
import { type Edit, lengthOfEdits, type Part } from './rewritten.ts'
import type { RootElements } from './root-elements.ts'

/** Before the first element that must follow it; without one behind all. */
export function insertedBefore({ elements }: RootElements, tag: Tag, parts: readonly Part[]): Edit {
  const at = elements.find((each) => each.tag > tag)?.start ?? elements.at(-1)?.end ?? 0
  return { tag, start: at, end: at, parts }
}

/** Group Length (gggg,0000), retired, of the groups that become longer or shorter. */
export function groupLengthEdits(
  { elements, syntax }: RootElements,
  edits: readonly Edit[],
): readonly Edit[] {
  return elements.flatMap(({ tag, value, valueStart, end }) => {
    if ((tag & 0xffff) !== 0 || value?.length !== 4) return []
    const longer = lengthOfEdits(edits.filter((edit) => edit.tag >>> 16 === tag >>> 16))
    if (longer === 0) return []
    const before = new DataView(value.buffer, value.byteOffset, 4).getUint32(0, syntax.byteOrder === 'little')
    return [{ tag, start: valueStart, end, parts: [uint32Bytes(before + longer, syntax)] }]
  })
}
