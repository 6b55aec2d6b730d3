/**
 * Attributes of the data set itself given other values, those before kept in Original Attributes Sequence (PS3.3
 * §C.12.1.1.9) as they came, byte for byte.
 */
import type { Tag, VR } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import type { Encoding } from '../encoding/transfer-syntax.ts'
import { TAG, tagText } from '../tags.ts'
import { type CharacterSet, characterSet, characterSetOf } from '../text/character-set.ts'
import { encodeText } from '../text/encode.ts'
import { decodeText } from '../text/text.ts'
import { groupLengthEdits, insertedBefore } from './edits.ts'
import { elementBytes, headerBytes, itemHeaderBytes, uint32Bytes } from './element-bytes.ts'
import { type Edit, lengthOfParts, type Part } from './rewritten.ts'
import { type RootElement, type RootElements, rootElement } from './root-elements.ts'

const DELIMITATION_BYTES = 8
/** What is kept of a sequence that goes. */
const MOST_COPIED_BYTES = 1024 * 1024
const NOTHING = new Uint8Array(0)
/** Most characters of a value (PS3.5 table 6.2-1), of a name in each of its component groups. */
const MOST_CHARACTERS: Partial<Readonly<Record<VR, number>>> = { LO: 64, SH: 16, PN: 64 }

export interface Coercion {
  /** By tag; null: the element goes. What has the value already, or is not there to go, is left as it is. */
  readonly values: ReadonlyMap<Tag, { readonly vr: 'LO' | 'SH' | 'PN'; readonly text: string } | null>
  readonly modifiedAt: Date
  /** At most 64 characters of ASCII. */
  readonly modifyingSystem: string
  /** Written without what the data set's character set has no place for. */
  readonly sourceOfPreviousValues: string
}

export type CoercionProblem = 'character-set' | 'too-long'

/** A value that the data set has no place for: it is not shortened, and no character is replaced. */
export class NotWritableError extends Error {
  override readonly name = 'NotWritableError'
  readonly problem: CoercionProblem
  readonly tag: Tag

  constructor(problem: CoercionProblem, tag: Tag, terms: readonly string[]) {
    const what =
      problem === 'too-long'
        ? 'is longer than the standard allows'
        : `has a character that the data set's character set (${terms.join('\\') || 'ISO_IR 6'}) does not have`
    super(`The new value of ${tagText(tag)} ${what}`)
    this.problem = problem
    this.tag = tag
  }
}

/** Whose values must be kept for `coercionEdits`. */
export function readForCoercion(tags: Iterable<Tag>): ReadonlySet<Tag> {
  return new Set([...tags, TAG.SpecificCharacterSet])
}

/** The first of the values that has no place in a data set of that character set. */
export function writingProblem(
  values: Coercion['values'],
  letters: CharacterSet,
): NotWritableError | undefined {
  try {
    for (const [tag, wanted] of values) if (wanted !== null) written(tag, wanted, letters)
    return undefined
  } catch (error) {
    if (error instanceof NotWritableError) return error
    throw error
  }
}

/** None when nothing would change. @throws NotWritableError; DicomError 'damaged', 'header-too-large' */
export function coercionEdits(root: RootElements, coercion: Coercion): readonly Edit[] {
  const { syntax } = root
  const letters = characterSetIn(root)
  const changed = [...coercion.values]
    .sort(([one], [other]) => one - other)
    .flatMap(([tag, wanted]): Change[] => {
      const element = rootElement(root, tag)
      if (wanted === null ? element === undefined : isSame(element, wanted, letters)) return []
      const now =
        wanted === null ? NOTHING : elementBytes(tag, wanted.vr, written(tag, wanted, letters), syntax)
      return [{ tag, vr: wanted?.vr ?? 'UN', element, now }]
    })
  if (changed.length === 0) return []
  const edits = changed.map(({ tag, element, now }): Edit => {
    const parts = now.length === 0 ? [] : [now]
    if (element === undefined) return insertedBefore(root, tag, parts)
    if (element.end - element.start > MOST_COPIED_BYTES) {
      const place = { tag, offset: element.start }
      throw new DicomError('header-too-large', 'More of an element than is kept', place)
    }
    return { tag, start: element.start, end: element.end, parts, isCopied: true }
  })
  const before = changed.map(
    ({ tag, vr, element }): Before =>
      // What was not there had no value.
      element === undefined ? { tag, vr } : { element },
  )
  const all = [...edits, ...originals(root, before, coercion, letters)]
  return [...all, ...groupLengthEdits(root, all)]
}

interface Change {
  readonly tag: Tag
  readonly vr: VR
  /** As it stands; undefined: it is not there. */
  readonly element: RootElement | undefined
  /** Instead of it; empty: nothing. */
  readonly now: Uint8Array
}

type Before = { readonly element: RootElement } | { readonly tag: Tag; readonly vr: VR }

function originals(
  root: RootElements,
  before: readonly Before[],
  coercion: Coercion,
  letters: CharacterSet,
): readonly Edit[] {
  const tag = TAG.OriginalAttributesSequence
  const there = rootElement(root, tag)
  const { syntax } = root
  // The content of UN is implicit (PS3.5 §6.2.2, note 2).
  const isUnknown = there !== undefined && there.vr === 'UN' && syntax.vr === 'explicit'
  if (isUnknown) {
    const place = { tag, offset: there.start }
    throw new DicomError('damaged', 'Original Attributes Sequence is not encoded as a sequence', place)
  }
  const item = itemOf(before, coercion, letters, syntax)
  const length = lengthOfParts(item)
  const parts: Part[] = [itemHeaderBytes(length, syntax), ...item]
  if (there === undefined)
    return [insertedBefore(root, tag, [headerBytes(tag, 'SQ', lengthOfParts(parts), syntax), ...parts])]
  if (there.hasUndefinedLength) {
    const end = there.end - DELIMITATION_BYTES
    return [{ tag, start: end, end, parts }]
  }
  const lengthBytes = uint32Bytes(there.end - there.valueStart + lengthOfParts(parts), syntax)
  return [
    { tag, start: there.valueStart - lengthBytes.length, end: there.valueStart, parts: [lengthBytes] },
    { tag, start: there.end, end: there.end, parts },
  ]
}

function itemOf(
  before: readonly Before[],
  { modifiedAt, modifyingSystem, sourceOfPreviousValues }: Coercion,
  letters: CharacterSet,
  encoding: Encoding,
): readonly Part[] {
  const text = (tag: Tag, vr: VR, value: Uint8Array) => elementBytes(tag, vr, value, encoding)
  const attributes = before.map(
    (each): Part =>
      'element' in each
        ? { copyFrom: each.element.start, bytes: each.element.end - each.element.start }
        : text(each.tag, each.vr, NOTHING),
  )
  const attributesLength = lengthOfParts(attributes)
  const header = itemHeaderBytes(attributesLength, encoding)
  return [
    headerBytes(TAG.ModifiedAttributesSequence, 'SQ', header.length + attributesLength, encoding),
    header,
    ...attributes,
    text(TAG.AttributeModificationDateTime, 'DT', ascii(dateTime(modifiedAt))),
    text(TAG.ModifyingSystem, 'LO', ascii(modifyingSystem.slice(0, 64))),
    text(TAG.SourceOfPreviousValues, 'LO', legible(sourceOfPreviousValues, letters)),
    text(TAG.ReasonForTheAttributeModification, 'CS', ascii('COERCE')),
  ]
}

function characterSetIn(root: RootElements): CharacterSet {
  const element = rootElement(root, TAG.SpecificCharacterSet)
  if (element === undefined) return characterSet([])
  const { tag, value = NOTHING } = element
  return characterSetOf(new Map([[tag, { tag, vr: 'CS', value, items: [] }]]))
}

function isSame(
  element: RootElement | undefined,
  { vr, text }: { readonly vr: VR; readonly text: string },
  letters: CharacterSet,
): boolean {
  if (element === undefined) return text === ''
  return element.value !== undefined && decodeText(element.value, vr, letters) === text
}

function written(
  tag: Tag,
  { vr, text }: { readonly vr: VR; readonly text: string },
  letters: CharacterSet,
): Uint8Array {
  const most = MOST_CHARACTERS[vr] ?? Number.POSITIVE_INFINITY
  const values = vr === 'PN' ? text.split('=') : [text]
  if (values.some((value) => [...value].length > most))
    throw new NotWritableError('too-long', tag, letters.terms)
  // Terms that are none of DICOM's, and sets of many bytes, have ASCII where ASCII has it: reading it back shows.
  const bytes = encodeText(text, letters) ?? (/^[\x20-\x7e]*$/.test(text) ? ascii(text) : undefined)
  // What does not come back as it was is not what was meant.
  if (bytes === undefined || text.includes('\\') || decodeText(bytes, vr, letters) !== text)
    throw new NotWritableError('character-set', tag, letters.terms)
  return bytes
}

/** Where it came from, for people: accents are left out before nothing can be told. */
function legible(text: string, letters: CharacterSet): Uint8Array {
  const short = [...text.replaceAll('\\', '/')].slice(0, 64).join('')
  return encodeText(short, letters) ?? ascii(short.normalize('NFD').replace(/[^\x20-\x7e]/g, ''))
}

/** DT of PS3.5 table 6.2-1, in UTC. */
function dateTime(at: Date): string {
  return `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0000`
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
