/** Nothing is deleted early because a clock jumped. */
import type { Feature } from '../features.ts'
import { watchClock } from './clock-watch.ts'

export { whenClockIsSure } from './clock-watch.ts'

export const clockWatch: Feature = {
  name: 'clock-watch',
  jobs: (centre) => ({
    'watch-clock': async () => {
      await watchClock(centre)
    },
  }),
  schedules: [{ job: 'watch-clock', pattern: '* * * * *' }],
  async start(centre) {
    await watchClock(centre)
  },
}
