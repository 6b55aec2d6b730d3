/**
 * Reads what stands before the data set of a DICOM file (PS3.10 §7.1), from a prefix of the file that may still be
 * too short: preamble, "DICM", File Meta Information; or parts of them, or nothing.
 */
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import {
  ElementHeader,
  readElementHeader,
  SHORT_HEADER_BYTES,
  tagAt,
  UNDEFINED_LENGTH,
  uint16At,
  uint32At,
} from '../encoding/element-header.ts'
import { transferSyntax } from '../encoding/transfer-syntax.ts'
import { isUpperCase } from '../encoding/value-representation.ts'
import { TAG } from '../tags.ts'
import { byteText } from '../text/byte-text.ts'

export const PREAMBLE_BYTES = 128
const MAGIC = [0x44, 0x49, 0x43, 0x4d]
const META_GROUP = 0x0002

/** As it came, with the encoding that it came in. */
export interface MetaElement {
  readonly tag: Tag
  /** Two letters; undefined where the encoding has none. */
  readonly vr: string | undefined
  readonly value: Uint8Array
}

export interface FileMeta {
  /** Bytes before the data set. */
  readonly dataSetOffset: number
  readonly hasPreamble: boolean
  readonly elements: ReadonlyMap<Tag, MetaElement>
  /** In Explicit VR Little Endian, as it must be. */
  readonly isExplicitLittle: boolean
  /** Whether the group length leads to the data set. */
  readonly isGroupLengthRight: boolean
}

/** Goes on where it stopped when it is given a longer prefix. */
export class FileMetaReader {
  readonly #maxMetaBytes: number
  readonly #elements = new Map<Tag, MetaElement>()
  readonly #header = new ElementHeader()
  #at: number | undefined
  #start = 0
  #hasPreamble = false
  #isExplicitLittle = true

  constructor(maxMetaBytes: number) {
    this.#maxMetaBytes = maxMetaBytes
  }

  /**
   * @param isWhole whether `prefix` is the whole file
   * @returns undefined: a longer prefix is needed
   * @throws DicomError 'truncated', 'damaged', 'header-too-large'
   */
  read(prefix: Uint8Array, isWhole: boolean): FileMeta | undefined {
    if (this.#at === undefined) {
      if (prefix.length < PREAMBLE_BYTES + MAGIC.length && !isWhole) return undefined
      this.#begin(prefix)
    }
    for (;;) {
      const at = this.#at ?? 0
      if (this.#isEnd(prefix, at)) return this.#finish(prefix, at)
      if (prefix.length - at < 2 && !isWhole) return undefined
      if (prefix.length === at || !this.#isMetaGroup(prefix, at)) return this.#finish(prefix, at)
      if (!this.#readElement(prefix, at)) {
        if (!isWhole) return undefined
        throw new DicomError('truncated', 'The file ends within its File Meta Information', {
          offset: prefix.length,
        })
      }
    }
  }

  #begin(prefix: Uint8Array): void {
    this.#hasPreamble = hasMagic(prefix, PREAMBLE_BYTES)
    if (this.#hasPreamble) this.#at = PREAMBLE_BYTES + MAGIC.length
    else this.#at = hasMagic(prefix, 0) ? MAGIC.length : 0
    this.#start = this.#at
  }

  /** Behind a deflated data set's meta anything may stand, so that its length must be believed (PS3.5 §A.5). */
  #isEnd(prefix: Uint8Array, at: number): boolean {
    const declared = transferSyntax(uidText(this.#elements.get(TAG.TransferSyntaxUID)))
    return declared?.deflated === true && at === this.#groupEnd(prefix)
  }

  #isMetaGroup(prefix: Uint8Array, at: number): boolean {
    return uint16At(prefix, at, false) === META_GROUP || uint16At(prefix, at, true) === META_GROUP
  }

  #readElement(prefix: Uint8Array, at: number): boolean {
    const available = prefix.length - at
    if (available < SHORT_HEADER_BYTES) return false
    const bigEndian = uint16At(prefix, at, false) !== META_GROUP
    const hasVr = isUpperCase(prefix[at + 4] ?? 0) && isUpperCase(prefix[at + 5] ?? 0)
    const header = this.#header
    if (!readElementHeader(prefix, at, available, { implicit: !hasVr, bigEndian }, header)) return false
    const valueAt = at + header.headerBytes
    const end = valueAt + header.length
    if (header.length === UNDEFINED_LENGTH) {
      throw new DicomError('damaged', 'A File Meta element without a length', { offset: at, tag: header.tag })
    }
    if (end - this.#start > this.#maxMetaBytes) {
      const detail = `More than ${this.#maxMetaBytes} bytes of File Meta Information`
      throw new DicomError('header-too-large', detail, { offset: at, tag: header.tag })
    }
    if (end > prefix.length) return false
    if (bigEndian || !hasVr) this.#isExplicitLittle = false
    if (!this.#elements.has(header.tag)) {
      const vr = hasVr ? String.fromCharCode(prefix[at + 4] ?? 0, prefix[at + 5] ?? 0) : undefined
      this.#elements.set(header.tag, { tag: header.tag, vr, value: prefix.slice(valueAt, end) })
    }
    this.#at = end
    return true
  }

  /** Where the group length says that the group ends; undefined when it says nothing. */
  #groupEnd(prefix: Uint8Array): number | undefined {
    const element = this.#elements.get(TAG.FileMetaInformationGroupLength)
    const isFirst = tagAt(prefix, this.#start, false) === TAG.FileMetaInformationGroupLength
    if (element === undefined || element.value.length !== 4 || !isFirst) return undefined
    const valueAt = this.#start + SHORT_HEADER_BYTES
    return valueAt + element.value.length + uint32At(element.value, 0, false)
  }

  #finish(prefix: Uint8Array, at: number): FileMeta {
    return {
      dataSetOffset: at,
      hasPreamble: this.#hasPreamble,
      elements: this.#elements,
      isExplicitLittle: this.#isExplicitLittle,
      isGroupLengthRight: this.#groupEnd(prefix) === at,
    }
  }
}

/** The UID in a meta element, without its padding; '' when there is none. */
export function uidText(element: MetaElement | undefined): string {
  if (element === undefined) return ''
  let end = element.value.length
  while (end > 0 && (element.value[end - 1] === 0 || element.value[end - 1] === 0x20)) end--
  return byteText(element.value.subarray(0, Math.min(end, MAX_UID_BYTES + 1)))
}

/** PS3.5 §9.1. */
const MAX_UID_BYTES = 64

function hasMagic(prefix: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, index) => prefix[at + index] === byte)
}
