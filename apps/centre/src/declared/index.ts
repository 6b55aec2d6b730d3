/** Completeness by declaration: what a message is to hold, said ahead of its data. */
import type { Feature } from '../features.ts'
import { recountDeclared } from './recount.ts'

export {
  type Arrived,
  compareDeclared,
  declarationOf,
  forgetDeclared,
  keepArrived,
  missingOf,
  noteDeclared,
  type ShownDeclaration,
} from './declare.ts'
export { Declared, DeclaredShown, type DeclaredStudy, faultOfDeclaration } from './schemas.ts'

const RECOUNT = 'recount-declared'

export const declared: Feature = {
  name: 'declared',
  jobs: (centre) => ({
    [RECOUNT]: async (_payload, { signal }) => await recountDeclared(centre, signal),
  }),
  schedules: [{ job: RECOUNT, pattern: '40 2 * * *' }],
  async start(centre) {
    await centre.jobs.add(centre.db, RECOUNT, {}, { jobKey: RECOUNT, line: RECOUNT })
  },
}
