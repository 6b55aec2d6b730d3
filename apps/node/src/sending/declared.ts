/** What is told the centre of a message ahead: how many instances of each study are to arrive. */

interface DeclaredStudy {
  readonly study: string
  readonly instances: number
}

/** As the centre takes them: of a study with an odd UID nothing is declared, and it goes nevertheless. */
const UID = /^[0-9.]{1,64}$/
const MOST_INSTANCES = 100_000
const MOST_STUDIES = 10_000

export function declared(studies: readonly DeclaredStudy[]): {
  readonly declared?: readonly DeclaredStudy[]
} {
  const areSound = studies.every(
    ({ study, instances }) => UID.test(study) && instances > 0 && instances <= MOST_INSTANCES,
  )
  if (studies.length === 0 || studies.length > MOST_STUDIES || !areSound) return {}
  return { declared: studies }
}
