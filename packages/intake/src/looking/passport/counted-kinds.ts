/** What kinds of images there are in what is to be sent, counted as their headers are read. */
import { type DataSet, type HeaderSoFar, TAG, textOf } from '@epacs/dicom'
import type { CountedKind, ImageKind } from './index.ts'

export class CountedKinds {
  readonly #all = new Map<
    string,
    { readonly kind: ImageKind & { readonly study: string }; instances: number }
  >()

  add(header: HeaderSoFar): void {
    const kind = { ...imageKind(header), study: header.studyInstanceUid }
    const key = JSON.stringify(Object.values(kind))
    const counted = this.#all.get(key) ?? { kind, instances: 0 }
    counted.instances += 1
    this.#all.set(key, counted)
  }

  all(): readonly CountedKind[] {
    return [...this.#all.values()].map(({ kind, instances }) => ({ ...kind, instances }))
  }
}

export function imageKind({
  sopClassUid,
  transferSyntaxUid,
  dataSet,
}: Pick<HeaderSoFar, 'sopClassUid' | 'transferSyntaxUid' | 'dataSet'>): ImageKind {
  const terms = (textOf(dataSet, TAG.SpecificCharacterSet) ?? '').split('\\').map((term) => term.trim())
  return {
    sopClassUid,
    transferSyntaxUid,
    modality: textOf(dataSet, TAG.Modality)?.trim() ?? '',
    characterSets: isAscii(dataSet) ? [] : terms.filter((term) => term !== ''),
  }
}

/** Value representations that Specific Character Set is about (PS3.5 §6.1.2.2). */
const TEXTS: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
const ESCAPE = 0x1b

/** Of names and descriptions, as far as they are read: whatever character set is named, they are shown rightly. */
function isAscii(dataSet: DataSet): boolean {
  for (const { vr, value } of dataSet.values()) {
    if (TEXTS.has(vr) && value.some((byte) => byte > 0x7f || byte === ESCAPE)) return false
  }
  return true
}
