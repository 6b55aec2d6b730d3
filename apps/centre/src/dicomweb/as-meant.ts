/**
 * Texts as they were meant, where an object surely names a character set that is not its own (windows-1250 under
 * ISO_IR 100: "Dvoøák"). The stored bytes stay; what the object's own label makes of them is told in Original Attributes
 * Sequence (PS3.3 §C.12.1.1.9), as any system has to that puts values right.
 */
import { TAG, type VR } from '@epacs/dicom'
import {
  type DicomJson,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
  jsonTag,
} from '@epacs/dicom/json'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { sureReading } from '@epacs/intake/looking/sure-reading'
import { withAttributes } from './search/levels.ts'

/** What Specific Character Set applies to (PS3.5 §6.1.2.2). */
const TEXTS: ReadonlySet<VR> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
const ORIGINALS = jsonTag(TAG.OriginalAttributesSequence)
/** Constants of the standard for an item of it; the system is the one that answers. */
const SYSTEM = 'ePACS'
const REASON = 'CORRECT'

/**
 * @param at when it is told so
 * @param whole all that is known of what the object tells a part of: one text in it proves the label wrong for the others
 * @returns the same object where its label may be right
 */
export function asMeant(object: DicomJson, at: Date, whole = object): DicomJson {
  const read = sureReading(textsIn(whole))
  const likely = otherwise(object, read)
  const tags = Object.keys(likely)
  if (tags.length === 0) return object
  const before = Object.fromEntries(Object.entries(object).filter(([tag]) => tags.includes(tag)))
  const item: DicomJson = {
    [jsonTag(TAG.ModifiedAttributesSequence)]: { vr: 'SQ', Value: [before] },
    [jsonTag(TAG.AttributeModificationDateTime)]: { vr: 'DT', Value: [momentOf(at)] },
    [jsonTag(TAG.ModifyingSystem)]: { vr: 'LO', Value: [SYSTEM] },
    [jsonTag(TAG.SourceOfPreviousValues)]: { vr: 'LO' },
    [jsonTag(TAG.ReasonForTheAttributeModification)]: { vr: 'CS', Value: [REASON] },
  }
  const originals = object[ORIGINALS]?.Value ?? []
  return withAttributes(object, { ...likely, [ORIGINALS]: { vr: 'SQ', Value: [...originals, item] } })
}

/** By the look of it alone, as somebody may look for it; undefined: it reads as well as anything else. */
export function likelyElement(element: JsonElement): JsonElement | undefined {
  return elementBy(element, likelyOr)
}

type Reading = (shown: string) => string

function elementBy({ vr, Value: values }: JsonElement, read: Reading): JsonElement | undefined {
  if (values === undefined) return undefined
  const likely = values.map((value) => valueBy(vr, value, read))
  return likely.some((each, index) => each !== values[index]) ? { vr, Value: likely } : undefined
}

/** By tag, what reads otherwise. What was put right before is told as it was told then. */
function otherwise(object: DicomJson, read: Reading): DicomJson {
  return Object.fromEntries(
    Object.entries(object).flatMap(([tag, element]) => {
      const likely = tag === ORIGINALS ? undefined : elementBy(element, read)
      return likely === undefined ? [] : [[tag, likely]]
    }),
  )
}

/** The same value where it reads well. */
function valueBy(vr: VR, value: JsonValue, read: Reading): JsonValue {
  if (value === null) return value
  if (vr === 'SQ') {
    const likely = otherwise(value as DicomJson, read)
    return Object.keys(likely).length === 0 ? value : { ...(value as DicomJson), ...likely }
  }
  if (!TEXTS.has(vr)) return value
  if (vr !== 'PN') return typeof value === 'string' ? read(value) : value
  const groups = Object.entries(value as JsonPersonName)
  const likely = groups.map(([group, text]) => [group, read(text)] as const)
  return likely.every(([, text], index) => text === groups[index]?.[1]) ? value : Object.fromEntries(likely)
}

/** Of all its levels. */
function* textsIn(object: DicomJson): Generator<string> {
  for (const [tag, { vr, Value: values = [] }] of Object.entries(object)) {
    if (tag === ORIGINALS || (vr !== 'SQ' && !TEXTS.has(vr))) continue
    for (const value of values) {
      if (typeof value === 'string') yield value
      else if (typeof value !== 'object' || value === null) continue
      else if (vr === 'SQ') yield* textsIn(value as DicomJson)
      else yield* Object.values(value as JsonPersonName)
    }
  }
}

/** DT in UTC (PS3.5 §6.2). */
function momentOf(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`
}
