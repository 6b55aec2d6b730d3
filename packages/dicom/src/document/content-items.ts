/** Content items of structured reports (PS3.3 §C.17.3), made piece by piece. */
import type { Tag, VR } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { element, type Pieces, sequence } from './written-element.ts'

export const CONTINUITY_OF_CONTENT = 0x0040a050

export interface Code {
  readonly value: string
  readonly scheme: string
  readonly meaning: string
}

export const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning })
export const unit = (value: string): Code => ({ value: `{${value}}`, scheme: 'UCUM', meaning: value })

export function* container(name: Code, content: Iterable<Pieces>): Pieces {
  yield element(TAG.RelationshipType, 'CS', 'CONTAINS')
  yield element(TAG.ValueType, 'CS', 'CONTAINER')
  yield* coded(TAG.ConceptNameCodeSequence, name)
  yield element(CONTINUITY_OF_CONTENT, 'CS', 'SEPARATE')
  yield* sequence(TAG.ContentSequence, content)
}

export function* valueItem(type: string, name: Code, tag: Tag, vr: VR, value: string): Pieces {
  yield* contextItem(type)
  yield* coded(TAG.ConceptNameCodeSequence, name)
  yield element(tag, vr, value)
}

export function* codeItem(name: Code, value: Code): Pieces {
  yield* contextItem('CODE')
  yield* coded(TAG.ConceptNameCodeSequence, name)
  yield* coded(TAG.ConceptCodeSequence, value)
}

export function* numberItem(name: Code, value: number, of: Code): Pieces {
  yield* contextItem('NUM')
  yield* coded(TAG.ConceptNameCodeSequence, name)
  yield* sequence(TAG.MeasuredValueSequence, [measured(value, of)])
}

function* measured(value: number, of: Code): Pieces {
  yield* coded(TAG.MeasurementUnitsCodeSequence, of)
  yield element(TAG.NumericValue, 'DS', String(value))
}

function* contextItem(type: string): Pieces {
  yield element(TAG.RelationshipType, 'CS', 'HAS ACQ CONTEXT')
  yield element(TAG.ValueType, 'CS', type)
}

export function* coded(tag: Tag, { value, scheme, meaning }: Code): Pieces {
  yield* sequence(tag, [
    (function* (): Pieces {
      yield element(TAG.CodeValue, 'SH', value)
      yield element(TAG.CodingSchemeDesignator, 'SH', scheme)
      yield element(TAG.CodeMeaning, 'LO', meaning)
    })(),
  ])
}
