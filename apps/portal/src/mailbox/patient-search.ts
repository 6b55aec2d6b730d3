/**
 * What a box is searched for by patient. It never stands in the address: an entry of the tab's history holds a word
 * without meaning, and the patient behind it is kept in memory. So Back brings it again; a reload, a shared address and
 * the browser's own record of the history do not.
 */
import { useRouterState } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  interface HistoryState {
    readonly patientSearch?: string
  }
}

const patients = new Map<string, string>()

export function usePatientSearch(): string | undefined {
  const token = useRouterState({ select: ({ location }) => location.state.patientSearch })
  return token === undefined ? undefined : patients.get(token)
}

/** The state of the history's entry in which the box is searched for this patient. */
export function stateFor(patient: string | undefined): { patientSearch?: string } {
  if (patient === undefined) return {}
  const token = crypto.randomUUID()
  patients.set(token, patient)
  return { patientSearch: token }
}
