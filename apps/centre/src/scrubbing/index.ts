/** The scrub: stored packages are read again, slowly, so that what rots on a disk is known while it can be mended. */

import { sql } from 'kysely'
import { Gauge } from 'prom-client'
import type { Centre } from '../centre.ts'
import type { Feature } from '../features.ts'
import { scrub } from './scrub.ts'

export const scrubbing: Feature = {
  name: 'scrubbing',
  jobs: (centre) => {
    let isRunning = false
    return {
      'scrub-packages': async (_payload, { signal }) => {
        // One at a time in this process: what is due when it comes around again is read then.
        if (isRunning) return
        isRunning = true
        try {
          await scrub(centre, signal)
        } finally {
          isRunning = false
        }
      },
    }
  },
  schedules: [{ job: 'scrub-packages', pattern: '*/10 * * * *' }],
  async start(centre) {
    watch(centre)
  },
}

function watch({ db, metrics, clock }: Centre): void {
  const registers = [metrics]
  new Gauge({
    name: 'epacs_packages_damaged',
    help: 'Stored packages that were not as they were written when they were last read',
    registers,
    async collect() {
      const { rows } = await sql<{ damaged: number }>`
        select count(*)::int as damaged from package_check where problem is not null
      `.execute(db)
      this.set(rows[0]?.damaged ?? 0)
    },
  })
  new Gauge({
    name: 'epacs_packages_unread_seconds',
    help: 'Since the stored package that was read longest ago was read against its digests, or written',
    registers,
    async collect() {
      const oldest = await db
        .selectFrom('package_check')
        .select('checked_at')
        .orderBy('checked_at')
        .limit(1)
        .executeTakeFirst()
      this.set(oldest === undefined ? 0 : Math.max(0, clock().getTime() - oldest.checked_at.getTime()) / 1000)
    },
  })
}
