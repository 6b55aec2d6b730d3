/** From received uploads to a delivered package. */
import type { Feature } from '../features.ts'
import { receivedPath } from '../uploads/index.ts'
import { checkMessage } from './check-message.ts'
import { resumeMessages, sweepPackages } from './sweep.ts'

export const intake: Feature = {
  name: 'intake',
  routes: () => {},
  jobs: (centre) => ({
    intake: async ({ messageId }: { messageId: string }, { signal }) =>
      checkMessage({ centre, signal, receivedPath: await receivedPath(centre) }, messageId),
    'resume-messages': () => resumeMessages(centre),
    'sweep-packages': async () => {
      await sweepPackages(centre)
    },
  }),
}
