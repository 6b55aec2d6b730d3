/** Programs of institutions are called about what happens: signed, and again until they take it. */
import type { Feature } from '../features.ts'
import { CALL_WEBHOOK } from './queue.ts'
import { webhookRoutes } from './routes.ts'
import { runCalls } from './run-calls.ts'
import { sealSecrets } from './secrets.ts'

export type { Happening } from './happenings.ts'
export { queueCalls } from './queue.ts'

export const webhooks: Feature = {
  name: 'webhooks',
  routes: webhookRoutes,
  start: sealSecrets,
  outsideJobs: (centre) => ({
    [CALL_WEBHOOK]: async ({ webhook }: { webhook: string }, { signal }) =>
      await runCalls(centre, webhook, signal),
  }),
}
