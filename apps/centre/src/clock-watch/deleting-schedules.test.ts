import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { allFeatures } from '../all-features.ts'
import type { Centre } from '../centre.ts'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { watchOf } from './when-sure.ts'

/** With what is deleted for ever because its time is over: hours that the clock has to have gone on steadily. */
const DELETING: Readonly<Record<string, number>> = {
  'expire-data': 24,
  'expire-lost': 24,
  'expire-messages': 1,
  'expire-uploads': 1,
  'forget-patients-of-requests': 24,
  'sweep-mail': 24,
  'sweep-registrations': 1,
}
/** What these end is begun again by who needs it, or they delete only what no record names. */
const NOT_DELETING = [
  'anchor-audit',
  'forward-audit',
  'look-at-certificates',
  'look-at-mailboxes',
  'recheck-certificates',
  'recount-declared',
  'remind-of-requests',
  'resume-messages',
  'scrub-packages',
  'send-daily-mails',
  'split-audit',
  'sweep-dicom-commitments',
  'sweep-hand-offs',
  'sweep-packages',
  'sweep-sign-ins',
  'sweep-uploads',
  'watch-nodes',
  'write-down-space',
]

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database?.remove())

test('of each schedule it is said whether it deletes by the clock', () => {
  const schedules = allFeatures.flatMap(({ schedules: own = [] }) => own.map(({ job }) => job))
  assert.deepEqual(schedules.toSorted(), [...Object.keys(DELETING), ...NOT_DELETING].toSorted())
})

for (const [job, hours] of Object.entries(DELETING)) {
  test(`${job} does nothing until a clock that jumped has gone on for ${hours} hours`, async () => {
    const asked: unknown[] = []
    const db = database.db.withPlugin({
      transformQuery({ node }) {
        if (!/clock_watch|clock_put_off/.test(JSON.stringify(node))) asked.push(node)
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const log = pino({ level: 'silent' })
    const clock = () => new Date()
    // It holds nothing but what is needed to look at the clock: whoever would delete asks for more, or asks the database.
    const known = { db, clock, log }
    const centre = new Proxy(known, {
      get(target, name) {
        if (name in target) return Reflect.get(target, name)
        asked.push(name)
        throw new Error('the work began')
      },
    }) as unknown as Centre
    const run = async () => {
      asked.length = 0
      for (const feature of allFeatures) {
        if (feature.schedules?.some((each) => each.job === job) !== true) continue
        await feature
          .jobs?.(centre)
          [job]?.({} as never, { signal: AbortSignal.timeout(60_000) })
          .catch(() => undefined)
      }
      return asked.length > 0
    }
    await watchOf(db).look(known)
    const doubtedHoursAgo = (ago: number) =>
      sql`update clock_watch set doubted_at = now() - make_interval(secs => ${ago * 3600})`.execute(db)
    await doubtedHoursAgo(hours - 0.1)
    assert.equal(await run(), false)
    await doubtedHoursAgo(hours + 0.1)
    assert.equal(await run(), true)
  })
}
