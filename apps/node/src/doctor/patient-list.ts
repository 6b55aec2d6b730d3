/** The doctor on the hospital's list of patients: whether it can be read to its end. */
import type { NodeConfig } from '../config/schema.ts'
import { readPatients } from '../identity/read-patients.ts'
import { bad, type Finding, good, wordsOf } from './finding.ts'

/** Nothing, where rules look into none. What is wrong is told with its line, never with a value. */
export async function* patientList({ identity }: Pick<NodeConfig, 'identity'>): AsyncGenerator<Finding> {
  const file = identity?.patients
  if (file == null) return
  const what = 'list of patients'
  let rows = 0
  try {
    for await (const _ of readPatients(file)) rows++
  } catch (error) {
    yield bad(what, `${wordsOf(error)}. Until that is mended the list before it holds, if there was one.`)
    return
  }
  if (rows === 0) yield bad(what, `${file.file} names nobody: every patient waits for a person's decision.`)
  else yield good(what, `${rows} patients in ${file.file}`)
}
