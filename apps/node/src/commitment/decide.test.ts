import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { FAILURE_REASON } from '@epacs/dicom/network'
import type { SentInstance } from './commitment-records.ts'
import { decideCommitment } from './decide.ts'

const CT = '1.2.840.10008.5.1.4.1.1.2'
const UID = '1.2.3'

test('what was sent last counts, and at every recipient', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-decide-'))
  t.after(async () => await rm(folder, { recursive: true }))
  await writeFile(join(folder, 'here'), 'image')
  const sent = (
    recipientId: string,
    state: SentInstance['state'],
    file: string | null = null,
  ): SentInstance => ({
    ...{ sopInstanceUid: UID, sopClassUid: CT, state, recipientId },
    ...{ file, sizeBytes: file === null ? null : 5 },
  })
  const spool = { at: (name: string) => join(folder, name), sync: async () => true }
  const reasonOf = async (all: readonly SentInstance[]) => {
    const instances = [{ sopClassUid: CT, sopInstanceUid: UID }]
    const request = { transactionUid: '2.25.1', instances }
    const { failed } = await decideCommitment(
      { records: { sent: () => all }, spool },
      { calling: 'PACS', calledId: 'A' },
      request,
    )
    return failed[0]?.reason
  }
  assert.equal(await reasonOf([]), FAILURE_REASON.noSuchInstance)
  assert.equal(await reasonOf([sent('A', 'delivered')]), undefined)
  assert.equal(await reasonOf([sent('A', 'uploading', 'here')]), undefined)
  assert.equal(await reasonOf([sent('A', 'uploading', 'gone')]), FAILURE_REASON.processingFailure)
  // Another content under the same UID came later, and did not get through.
  assert.equal(
    await reasonOf([sent('A', 'delivered'), sent('A', 'failed', 'here')]),
    FAILURE_REASON.processingFailure,
  )
  assert.equal(await reasonOf([sent('A', 'failed'), sent('A', 'delivered')]), undefined)
  assert.equal(
    await reasonOf([sent('A', 'delivered'), sent('A', 'cancelled')]),
    FAILURE_REASON.noSuchInstance,
  )
  // By a rule it went to two.
  assert.equal(
    await reasonOf([sent('A', 'delivered'), sent('B', 'failed', 'here')]),
    FAILURE_REASON.processingFailure,
  )
})
