/** The look at what is chosen in a form, for as long as the form is there. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ChosenItem } from '../sending/chosen-item.ts'
import { Look, type LookState } from './look.ts'

export function useLook(items: readonly ChosenItem[]): { readonly look: Look; readonly state: LookState } {
  const [look] = useState(() => new Look())
  const state = useSyncExternalStore(look.subscribe, look.getState)
  useEffect(() => look.setItems(items), [look, items])
  useEffect(() => () => look.close(), [look])
  return { look, state }
}
