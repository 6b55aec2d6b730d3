/** The operator's audit repository (IHE ATNA): each minute it gets what is new in the trail. */
import { sql } from 'kysely'
import { Gauge } from 'prom-client'
import type { Centre } from '../../centre.ts'
import type { Feature } from '../../features.ts'
import { forwardTrail, nameOf } from './forward.ts'

export const auditRepository: Feature = {
  name: 'audit-repository',
  jobs: (centre) => ({
    'forward-audit': async (_payload, { signal }) => {
      const { repository } = centre.config.audit
      if (repository === null) return
      try {
        await forwardTrail(centre, repository, signal)
      } catch (error) {
        if (signal.aborted) return
        // Tried again in a minute, with all that comes until then.
        centre.log.warn({ err: error, repository: nameOf(repository) }, 'the audit repository is not reached')
      }
    },
  }),
  schedules: [{ job: 'forward-audit', pattern: '* * * * *' }],
  async start({ config, db, metrics }: Centre) {
    const { repository } = config.audit
    if (repository === null) return
    new Gauge({
      name: 'epacs_audit_events_to_forward',
      help: 'Events of the audit trail that the audit repository does not have yet',
      registers: [metrics],
      async collect() {
        const { rows } = await sql<{ left: number }>`
          select greatest(0, coalesce((select max(position) from audit_event), 0) -
            coalesce((select position from audit_forwarding where repository = ${nameOf(repository)}), 0))::int as left
        `.execute(db)
        this.set(rows[0]?.left ?? 0)
      },
    })
  },
}
