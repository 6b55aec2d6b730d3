/** What the centre answers for is on stable storage before it answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { FAILURE_REASON } from '@epacs/dicom/network'
import { CT_IMAGE } from '../../../../../packages/dicom/src/network/testing/loopback.ts'
import { Reception } from '../receiving/reception.ts'
import { decideCommitment, type Kept } from './decide.ts'

const PARTIES = { senderId: 'sender', recipientId: 'recipient' }
const SPOOL = '/spool/1'

/** One instance that is being received, 1.1, and one that was delivered, 1.2. */
function kept(sync: Kept['sync']): Kept {
  const reception = new Reception({ messageId: 'message', ...PARTIES, reservedBytes: 0 })
  reception.add({
    messageId: 'message',
    sopInstanceUid: '1.1',
    sopClassUid: CT_IMAGE,
    belonging: {
      patientKey: '',
      name: '',
      birthDate: '',
      issuer: '',
      studyInstanceUid: '1',
      seriesInstanceUid: '2',
      modality: 'CT',
    },
    path: SPOOL,
    startBytes: 0,
    sizeBytes: 10,
  })
  return {
    held: () => [reception],
    sync,
    earlier: {
      classesOf: async (_parties, uids) => new Map(uids.has('1.2') ? [['1.2', CT_IMAGE]] : []),
    },
  }
}

const REQUEST = {
  transactionUid: '2.25.1',
  instances: ['1.1', '1.2', '1.3'].map((sopInstanceUid) => ({ sopClassUid: CT_IMAGE, sopInstanceUid })),
}

test('while the spools are not synced nothing is answered; then what is there is done, the rest failed', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const synced: string[] = []
  let isAnswered = false
  const answering = decideCommitment(
    kept((paths) => {
      synced.push(...paths)
      return promise
    }),
    PARTIES,
    REQUEST,
  ).finally(() => {
    isAnswered = true
  })
  for (let turns = 0; turns < 20; turns++) await turn()
  assert.deepEqual(synced, [SPOOL])
  assert.equal(isAnswered, false)
  resolve()
  const { done, failed } = await answering
  assert.deepEqual(
    done.map(({ sopInstanceUid }) => sopInstanceUid),
    ['1.1', '1.2'],
  )
  assert.deepEqual(
    failed.map(({ sopInstanceUid, reason }) => [sopInstanceUid, reason]),
    [['1.3', FAILURE_REASON.noSuchInstance]],
  )
})

test('when they cannot be synced there is no answer', async () => {
  const fault = new Error('EIO')
  await assert.rejects(
    decideCommitment(
      kept(() => Promise.reject(fault)),
      PARTIES,
      REQUEST,
    ),
    fault,
  )
})
