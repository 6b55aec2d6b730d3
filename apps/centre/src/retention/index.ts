/** How long data stays in mailboxes, where the operator has set a time: warned of, then deleted. */
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import { expireData } from './expire-data.ts'

/** It runs once a day, so what a clock that jumped would delete is put off by two days at most. */
const CLOCK_SURE_HOURS = 24

export const retention: Feature = {
  name: 'retention',
  jobs: (centre) => ({
    'expire-data': () => whenClockIsSure(centre, 'expire-data', CLOCK_SURE_HOURS, () => expireData(centre)),
  }),
  schedules: [{ job: 'expire-data', pattern: '10 4 * * *' }],
}
