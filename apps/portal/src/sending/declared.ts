/** What the look has found, as the centre is told it before the data travels. */
import type { DeclaredStudy } from '@epacs/intake/looking'
import type { NewMessage } from '../api/messages.ts'

/** More would take megabytes of the request: they are counted alone. */
const mostNamed = 20_000
/** What the centre takes for one. */
const uid = /^[0-9.]{1,64}$/

export function declaredOf(studies: readonly DeclaredStudy[]): NonNullable<NewMessage['declared']> {
  const named = studies.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.length, 0)
  const areSound = studies.every(({ study, sopInstanceUids }) => [study, ...sopInstanceUids].every(isUid))
  // Odd identifiers are told by the intake; nothing is declared of what cannot be named.
  if (!areSound) return []
  return studies.map(({ study, sopInstanceUids }) => ({
    study,
    instances: sopInstanceUids.length,
    ...(named > mostNamed ? {} : { sopInstanceUids }),
  }))
}

function isUid(text: string): boolean {
  return uid.test(text)
}
