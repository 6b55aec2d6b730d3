/** What was filled in stays in this browser until it is sent or discarded. The consent is given anew each time. */
import type { Prefill } from '../api/registrations.ts'
import { noValues, type Values, valuesOf } from './fields.ts'

const key = 'epacs-registration-draft'

export interface Draft {
  readonly values: Values
  /** Of this content: sent twice, even after a reload, it is one request. */
  readonly sendingKey: string
}

export function newDraft(values: Values = noValues): Draft {
  return { values, sendingKey: crypto.randomUUID() }
}

export function keptDraft(storage: Storage): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return undefined
    const { values, sendingKey }: { values?: unknown; sendingKey?: unknown } = kept
    if (typeof values !== 'object' || values === null || typeof sendingKey !== 'string') return undefined
    const read = valuesOf((pointer) => {
      const value: unknown = Reflect.get(values, pointer)
      return typeof value === 'string' && pointer !== '/conditions/agreed' ? value : noValues[pointer]
    })
    return { values: read, sendingKey }
  } catch {
    // Left by an older portal, or by somebody's hand: as if there were none.
    return undefined
  }
}

export function keepDraft(storage: Storage, draft: Draft): void {
  storage.setItem(key, JSON.stringify(draft))
}

export function discardDraft(storage: Storage): void {
  storage.removeItem(key)
}

/** What is proven fills in what is empty; what the person has written stays. */
export function filledIn(values: Values, prefill: Prefill): Values {
  const { institution } = prefill
  const known: Partial<Values> = {
    '/institution/ico': prefill.ico ?? '',
    '/institution/name': institution?.name ?? '',
    '/institution/kind': institution?.kind ?? '',
    '/institution/street': institution?.street ?? '',
    '/institution/city': institution?.city ?? '',
    '/institution/postalCode': institution?.postalCode ?? '',
    '/representative/name': prefill.name ?? '',
    '/representative/email': prefill.email ?? '',
    '/wayIn': prefill.method,
  }
  return valuesOf((pointer) => (values[pointer] === '' ? (known[pointer] ?? '') : values[pointer]))
}
