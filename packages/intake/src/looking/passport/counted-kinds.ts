/** What kinds of images there are in what is to be sent, counted as their headers are read. */
import { type HeaderSoFar, TAG, textOf } from '@epacs/dicom'
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

export function imageKind({ sopClassUid, transferSyntaxUid, dataSet }: HeaderSoFar): ImageKind {
  const terms = (textOf(dataSet, TAG.SpecificCharacterSet) ?? '').split('\\').map((term) => term.trim())
  return {
    sopClassUid,
    transferSyntaxUid,
    modality: textOf(dataSet, TAG.Modality)?.trim() ?? '',
    characterSets: terms.filter((term) => term !== ''),
  }
}
