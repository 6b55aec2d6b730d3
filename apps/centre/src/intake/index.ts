/** From received bytes to a delivered package. */
import { reachPoint } from '../crash-points.ts'
import type { Feature } from '../features.ts'
import { forgetContents } from '../imaging-manifest/index.ts'
import { type JobHandler, jobAt } from '../jobs/index.ts'
import type { PackageKey } from '../storage/index.ts'
import { checkMessage } from './check-message.ts'
import { removeUnnamed, removeUnneeded, resumeMessages, sweepPackages } from './sweep.ts'

export { packagesNeeded } from './sweep.ts'

export const intake: Feature = {
  name: 'intake',
  jobs: (centre) => ({
    'resume-messages': () => resumeMessages(centre),
    'sweep-packages': async () => {
      await sweepPackages(centre)
      await centre.store.sweepUnfinished()
    },
    'delete-unnamed-packages': async ({ messageId }: { messageId: string }) => {
      await removeUnnamed(centre, messageId)
    },
    'delete-package': async (key: PackageKey) => {
      await reachPoint('removal.begun')
      await removeUnneeded(centre, [key])
      forgetContents(key.sha256)
      await reachPoint('removal.done')
    },
  }),
  longJobs(centre) {
    const check: JobHandler = ({ messageId }: { messageId: string }, { signal }) =>
      checkMessage({ centre, signal }, messageId)
    return { intake: check, [jobAt('intake', centre.processId)]: check }
  },
  schedules: [
    { job: 'resume-messages', pattern: '*/5 * * * *' },
    { job: 'sweep-packages', pattern: '40 3 * * *' },
  ],
  async start(centre) {
    await centre.store.sweepWorkFolders()
    await resumeMessages(centre)
  },
}
