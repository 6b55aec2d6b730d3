/**
 * Texts as they were most likely meant, where an object names a character set that is not its own (windows-1250 under
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
import { withAttributes } from './search/levels.ts'

/** What Specific Character Set applies to (PS3.5 §6.1.2.2). */
const TEXTS: ReadonlySet<VR> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
const ORIGINALS = jsonTag(TAG.OriginalAttributesSequence)
/** Constants of the standard for an item of it; the system is the one that answers. */
const SYSTEM = 'ePACS'
const REASON = 'CORRECT'

/** @param at when it is told so @returns the same object where all of it reads well */
export function asMeant(object: DicomJson, at: Date): DicomJson {
  const likely = likelyIn(object)
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

/** Undefined: it reads as well as anything else. */
export function likelyElement({ vr, Value: values }: JsonElement): JsonElement | undefined {
  if (values === undefined) return undefined
  const likely = values.map((value) => likelyValue(vr, value))
  return likely.some((each, index) => each !== values[index]) ? { vr, Value: likely } : undefined
}

/** By tag, what reads otherwise. What was put right before is told as it was told then. */
function likelyIn(object: DicomJson): DicomJson {
  return Object.fromEntries(
    Object.entries(object).flatMap(([tag, element]) => {
      const likely = tag === ORIGINALS ? undefined : likelyElement(element)
      return likely === undefined ? [] : [[tag, likely]]
    }),
  )
}

/** The same value where it reads well. */
function likelyValue(vr: VR, value: JsonValue): JsonValue {
  if (value === null) return value
  if (vr === 'SQ') {
    const likely = likelyIn(value as DicomJson)
    return Object.keys(likely).length === 0 ? value : { ...(value as DicomJson), ...likely }
  }
  if (!TEXTS.has(vr)) return value
  if (vr !== 'PN') return typeof value === 'string' ? likelyOr(value) : value
  const groups = Object.entries(value as JsonPersonName)
  const likely = groups.map(([group, text]) => [group, likelyOr(text)] as const)
  return likely.every(([, text], index) => text === groups[index]?.[1]) ? value : Object.fromEntries(likely)
}

/** DT in UTC (PS3.5 §6.2). */
function momentOf(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`
}
