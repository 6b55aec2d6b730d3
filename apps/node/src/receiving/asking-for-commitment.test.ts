import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { until } from '../../../centre/src/testing/until.ts'
import type { DicomPacsConfig } from '../config/schema.ts'
import { NodeDatabase } from '../state/database.ts'
import { IncomingQueue } from '../state/incoming.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'
import { CommitmentAsking } from './asking-for-commitment.ts'
import { PacsReach } from './pacs-reach.ts'

test('who is cut while a PACS says nothing to the request for commitment does not wait for it, and it is asked again', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-asking-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const port = await freePort()
  const pacs = new ScriptedPacs(port)
  await pacs.start()
  t.after(async () => {
    await pacs.stop()
    database.close()
    await rm(folder, { recursive: true })
  })
  const configured: DicomPacsConfig = {
    ...{ by: 'c-store', name: 'PACS', host: '127.0.0.1', port, aeTitle: 'PACS', callingAeTitle: 'EPACS' },
    ...{ tls: null, decompress: 'never', commitment: true, takes: { ask: true } },
  }
  const queue = new IncomingQueue(database)
  queue.learn([{ message: 'm', sender: { name: 'Motol' }, urgent: false, instances: 1, sizeBytes: 4 }])
  const instance = {
    ...{ position: 0, sopInstanceUid: '1.2.3', sopClassUid: '1.3', transferSyntaxUid: '1.2.840.10008.1.2.1' },
    ...{ offsetBytes: 0, sizeBytes: 4, sha256: 'ff', modality: '' },
  }
  queue.listed('m', [instance], () => ['PACS'])
  queue.answered('m', { position: 0, pacs: 'PACS' }, { state: 'stored', status: 0, comment: '' })
  const reach = new PacsReach()
  const asking = new CommitmentAsking({
    ...{ queue, reach, log: pino({ level: 'silent' }) },
    storing: () => ({ pacs: [configured], storing: [] }),
  })
  t.after(() => asking.stop())

  let asked = 0
  const silent = Promise.withResolvers<{ status: number }>()
  t.after(() => silent.resolve({ status: 0 }))
  pacs.commit = async () => {
    asked++
    return asked === 1 ? await silent.promise : { status: 0 }
  }
  const cutting = new AbortController()
  const cut = asking.ask('m', cutting.signal)
  await until('it is asked', () => asked === 1)
  const sinceMs = performance.now()
  cutting.abort(new Error('it is held'))
  await assert.rejects(cut)
  assert.ok(performance.now() - sinceMs < 5000)
  assert.equal(reach.away.size, 0, 'the PACS is not to blame')
  const { state, attempts } = queue.find('m') ?? {}
  assert.deepEqual([state, attempts], ['committing', 1], 'it does not pass for asked')
  await asking.ask('m', new AbortController().signal)
  assert.equal(asked, 2)
})
