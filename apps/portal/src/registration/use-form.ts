/** The state of the form: values, what is wrong with them, and the draft that is kept along. */
import { useEffect, useState } from 'react'
import type { FieldFault } from '../api/problem.ts'
import { type Draft, keepDraft, newDraft } from './draft.ts'
import { type Faults, faultOf, faultsOf, type Pointer, pointers, type Values } from './fields.ts'
import { usePress } from './use-press.ts'

export interface FormState {
  readonly values: Values
  readonly faults: Faults
  readonly sendingKey: string
  readonly set: (changes: Partial<Values>) => void
  /** The field was left: if it holds something, it is checked; by a press elsewhere, once that is over. */
  readonly leave: (pointer: Pointer) => void
  /** Checks all; empty: nothing is wrong. */
  readonly check: () => Faults
  /** What the centre found. False: nothing of it belongs to a field here. */
  readonly take: (faults: readonly FieldFault[]) => boolean
  readonly reset: (draft: Draft) => void
}

export function useForm(first: Draft, kept: boolean): FormState {
  const [draft, setDraft] = useState(first)
  const [faults, setFaults] = useState<Faults>({})
  const [changed, setChanged] = useState(false)
  const afterPress = usePress()
  const { values, sendingKey } = draft
  useEffect(() => {
    if (kept && changed) keepDraft(localStorage, draft)
  }, [kept, changed, draft])

  const without = (of: Faults, gone: (pointer: Pointer) => boolean): Faults =>
    Object.fromEntries(pointers.flatMap((each) => (of[each] && !gone(each) ? [[each, of[each]]] : [])))

  return {
    values,
    faults,
    sendingKey,
    set: (changes) => {
      setDraft((before) => newDraft({ ...before.values, ...changes }))
      setFaults((before) => without(before, (pointer) => pointer in changes))
      setChanged(true)
    },
    leave: (pointer) => {
      if (values[pointer].trim() === '') return
      const code = faultOf(pointer, values)
      afterPress(() =>
        setFaults((before) => ({
          ...without(before, (each) => each === pointer),
          ...(code === undefined ? {} : { [pointer]: code }),
        })),
      )
    },
    check: () => {
      const found = faultsOf(values)
      setFaults(found)
      return found
    },
    take: (found) => {
      const known = found.flatMap(({ pointer, code }) => {
        const field = pointer === '/conditions/version' ? '/conditions/agreed' : pointer
        const own = pointers.find((each) => each === field)
        return own === undefined ? [] : [[own, code] as const]
      })
      setFaults(Object.fromEntries(known))
      return known.length > 0
    },
    reset: (next) => {
      setDraft(next)
      setFaults({})
      setChanged(false)
    },
  }
}
