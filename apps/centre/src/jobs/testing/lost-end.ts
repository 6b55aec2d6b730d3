/**
 * A process of its own, with the address of a database: its job ends while the database is away, and is done again. In a
 * test's own process the test would take the rejection that nobody waits for.
 */
import { mock } from 'node:test'
import { pino } from 'pino'
import { LastingConnection, openDatabase } from '../../database/index.ts'
import { graphileQueue, Workers } from '../index.ts'

const AWAY_MS = 1500

const [url = ''] = process.argv.slice(2)
const log = pino({ level: 'silent' })
const { db, pool, connection, close } = await openDatabase({ dataFolder: '', database: { url } }, log)
const lasting = await LastingConnection.open(connection, log)
const again = Promise.withResolvers<void>()
let times = 0
const workers = new Workers({ pool, lasting, log, onEnd: () => {} })
const handlers = {
  'ends-unheard': async () => {
    times++
    if (times > 1) return again.resolve()
    const { mock: away } = mock.method(pool, 'connect', async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    })
    setTimeout(() => away.restore(), AWAY_MS)
  },
}
await workers.start({ handlers, longHandlers: {}, outsideHandlers: {}, schedules: [], longConcurrency: 0 })
await graphileQueue.add(db, 'ends-unheard', {})
await again.promise
await workers.stop()
await lasting.close()
await close()
process.stdout.write(`done ${times} times\n`)
