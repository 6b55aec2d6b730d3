/** One frame of an image as an object of its own: what a renderer needs, and nothing else of a large object. */
import type { Tag } from '../data-set.ts'
import { ElementWriter } from '../directory/element-writer.ts'
import { UNDEFINED_LENGTH } from '../encoding/element-header.ts'
import { writeFileHead } from '../file/file-head.ts'
import type { ObjectElement, ObjectElements, ReadObject } from '../object/index.ts'
import { TAG } from '../tags.ts'

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
const PER_FRAME = 0x52009230
const NO_META = {
  dataSetOffset: 0,
  hasPreamble: false,
  elements: new Map(),
  isExplicitLittle: true,
  isGroupLengthRight: false,
}
const ITEM = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0)
const END = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0)

/**
 * A Part 10 file with the object's kept elements and this frame's pixel data alone. Private elements, and values that
 * were not kept, are left out.
 *
 * @param frame in little endian, or compressed
 * @param number of the frame, from 1
 */
export function singleFrameObject(
  { elements, transferSyntax, pixelData }: ReadObject,
  frame: Uint8Array,
  number: number,
): Uint8Array {
  if (pixelData.kind === 'absent') throw new TypeError('an object without pixel data has no frames')
  const writer = new ElementWriter()
  const isCompressed = pixelData.kind === 'encapsulated'
  const head = writeFileHead(
    {
      sopClassUid: uidOf(elements, TAG.SOPClassUID),
      sopInstanceUid: uidOf(elements, TAG.SOPInstanceUID),
      transferSyntaxUid: isCompressed ? transferSyntax.uid : EXPLICIT_LITTLE,
    },
    NO_META,
  )
  writer.bytes(head)
  for (const element of sorted(elements)) {
    const { tag } = element
    if (tag >= pixelData.tag || isLeftOut(element)) continue
    if (tag === TAG.NumberOfFrames) writer.text(tag, 'IS', '1')
    else if (tag === PER_FRAME) writeSequence(writer, tag, element.items.slice(number - 1, number))
    else writeElement(writer, element)
  }
  if (isCompressed) writeFragment(writer, pixelData.tag, frame)
  else
    writer.value(
      pixelData.tag,
      pixelData.kind === 'native' && pixelData.vr !== 'UN' ? pixelData.vr : 'OW',
      frame,
    )
  return writer.take()
}

function writeElement(writer: ElementWriter, element: ObjectElement): void {
  const { tag, vr, value, items } = element
  if (vr === 'SQ') writeSequence(writer, tag, items)
  else if (value !== undefined) writer.value(tag, vr, value)
}

function writeSequence(writer: ElementWriter, tag: Tag, items: readonly ObjectElements[]): void {
  const sequence = writer.beginSequence(tag)
  for (const item of items) {
    const begun = writer.beginItem()
    for (const element of sorted(item)) if (!isLeftOut(element)) writeElement(writer, element)
    writer.endItem(begun)
  }
  writer.endSequence(sequence)
}

/** An empty Basic Offset Table, the frame as one fragment, and the end (PS3.5 §A.4). */
function writeFragment(writer: ElementWriter, tag: Tag, frame: Uint8Array): void {
  writer.header(tag, 'OB', UNDEFINED_LENGTH)
  writer.bytes(ITEM)
  writer.bytes(new Uint8Array(4))
  writer.bytes(ITEM)
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, frame.length + (frame.length % 2), true)
  writer.bytes(length)
  writer.bytes(frame)
  if (frame.length % 2 === 1) writer.bytes(new Uint8Array(1))
  writer.bytes(END)
}

function sorted(elements: ObjectElements): ObjectElement[] {
  return [...elements.values()].sort((one, other) => one.tag - other.tag)
}

function isLeftOut({ tag, vr, value, items }: ObjectElement): boolean {
  const group = Math.floor(tag / 0x10000)
  const isShort = !/^(O.|SQ|UC|UN|UR|UT|SV|UV)$/.test(vr)
  const isTooLong = isShort && (value?.length ?? 0) > 0xfffe
  return (
    group % 2 === 1 ||
    group === 2 ||
    (tag & 0xffff) === 0 ||
    isTooLong ||
    (vr !== 'SQ' && value === undefined && items.length === 0)
  )
}

function uidOf(elements: ObjectElements, tag: Tag): string {
  return new TextDecoder().decode(elements.get(tag)?.value).replace(/[\0 ]+$/, '')
}
