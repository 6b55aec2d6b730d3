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
  jobs: (centre) => {
    let isRunning = false
    return {
      [RECOUNT]: async (_payload, { signal }) => {
        // One at a time in this process: it reads packages for a while, and the others are to have workers, too.
        if (isRunning) return
        isRunning = true
        try {
          await recountDeclared(centre, signal)
        } finally {
          isRunning = false
        }
      },
    }
  },
  schedules: [{ job: RECOUNT, pattern: '40 2 * * *' }],
  async start(centre) {
    await centre.jobs.add(centre.db, RECOUNT, {}, { jobKey: RECOUNT, line: RECOUNT })
  },
}
