/** Real objects on their way, flipped, cut and spliced: every end has its name, limits hold, others go on, nothing stays. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { DicomError } from '../../dicom-error.ts'
import { receivedFileHead } from '../../file/file-head.ts'
import { InstanceReader } from '../../reading/instance-reader.ts'
import { STATUS } from '../dimse/commands.ts'
import type { StoreRequest } from '../services/responder.ts'
import { echo } from '../services/using.ts'
import { bytesInUse } from '../testing/heap.ts'
import { listen } from '../testing/loopback.ts'
import { bring, chanceOf, fuzz, mutilated, realSessions } from '../testing/mutilated-sessions.ts'
import { until } from '../testing/until.ts'

const { seed, runs } = fuzz
const MIB = 1024 ** 2
/** Less than most of the objects have. */
const MAX_QUEUED_BYTES = 64 * 1024
/** What one read from the socket may bring beyond the limit, and what each piece of it counts. */
const ONE_READ_BYTES = 128 * 1024

test('mutilated sessions of real objects end as they must, and leave nothing behind', async (t) => {
  t.diagnostic(`EPACS_FUZZ_SEED=${seed} EPACS_FUZZ_RUNS=${runs}`)
  const sessions = realSessions(20, { callingAeTitle: 'RAW', calledAeTitle: 'RECEIVER' })
  const before = process.getActiveResourcesInfo().toSorted()
  const failures: unknown[] = []
  const outcomes = { read: 0, unreadable: 0 }
  let mostQueuedBytes = 0
  const store = async (request: StoreRequest) => {
    const { dataSet } = request
    const reader = new InstanceReader()
    try {
      reader.push(receivedFileHead(request, 'RAW'))
      for (let batch = await dataSet.batch(); batch !== undefined; batch = await dataSet.batch()) {
        for (const piece of batch) reader.push(piece)
        // A disk that takes its time: meanwhile the queue fills.
        for (let turns = 0; turns < 5; turns++) await turn()
        mostQueuedBytes = Math.max(mostQueuedBytes, dataSet.queuedBytes)
      }
      reader.end()
    } catch (error) {
      // The association's own end goes its way.
      if (!(error instanceof DicomError)) throw error
      outcomes.unreadable++
      await dataSet.discard()
      return { status: STATUS.cannotUnderstand }
    }
    outcomes.read++
    return { status: STATUS.success }
  }
  const { acceptor, ends, ask } = await listen(t, {
    admit: () => ({ services: { store, failed: (error) => failures.push(error) } }),
    limits: { artimMs: 2000, maxQueuedBytes: MAX_QUEUED_BYTES },
  })
  const other = await ask()
  const chance = chanceOf(seed)
  const attack = async (times: number) => {
    for (let run = 0; run < times; run++) {
      await bring(acceptor.port, mutilated(sessions, chance))
      assert.equal((await echo(other)).status, STATUS.success)
    }
    await until('one is left', () => acceptor.associations === 1)
  }
  await attack(Math.ceil(runs / 2))
  const usedBytes = bytesInUse()
  ends.length = 0
  await attack(Math.ceil(runs / 2))
  assert.deepEqual(failures, [])
  const faults = ends.filter((end) => 'error' in end && end.kind !== 'lost')
  assert.deepEqual(faults, [])
  assert.ok(ends.length >= runs / 2, `${ends.length} ends`)
  assert.ok(mostQueuedBytes <= MAX_QUEUED_BYTES + ONE_READ_BYTES, `${mostQueuedBytes} bytes were queued`)
  assert.ok(mostQueuedBytes > 0)
  // Not all of it stops at the first PDU.
  assert.ok(outcomes.read > 0 && outcomes.unreadable > 0, JSON.stringify(outcomes))
  // What the last sessions used is let go a moment later; what leaks is not.
  let grownBytes = 0
  await until(`the memory of ${runs / 2} further sessions is let go`, () => {
    grownBytes = bytesInUse() - usedBytes
    return grownBytes < 4 * MIB
  })
  t.diagnostic(JSON.stringify({ ...outcomes, mostQueuedBytes, grownBytes }))
  await other.release()
  await acceptor.close()
  await until('all that it opened is closed', () => {
    return process.getActiveResourcesInfo().toSorted().join() === before.join()
  })
})
