/** How long data stays in mailboxes, where the operator has set a time: warned of, then deleted. */
import type { Feature } from '../features.ts'
import { expireData } from './expire-data.ts'

export const retention: Feature = {
  name: 'retention',
  jobs: (centre) => ({ 'expire-data': () => expireData(centre) }),
  schedules: [{ job: 'expire-data', pattern: '10 4 * * *' }],
}
