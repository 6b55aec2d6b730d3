import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusInWords, type ToldState } from './node-status.ts'

const earlier: ToldState = {
  node: {
    id: '01940000-0000-7000-8000-000000000009',
    institution: {
      id: '01940000-0000-7000-8000-000000000002',
      name: 'Hornická poliklinika',
      aeTitle: 'HORNICKA',
    },
    certificateEndsAt: '2027-02-01T00:00:00.000Z',
  },
  centre: { address: 'https://portal.example.cz', isReached: true, lastContactAt: null, trouble: null },
  waiting: { outgoing: 2, incoming: 0 },
  outgoing: [],
  incoming: [],
}

test('of a running node of an earlier version that is told which it tells', () => {
  assert.equal(
    statusInWords(earlier),
    'Hornická poliklinika, certificate until 2027-02-01\n' +
      'centre   https://portal.example.cz reached\n' +
      'waiting  2 to the network, 0 from it\n',
  )
})

test('queue, refusal and clock of a node that tells them', () => {
  const told = statusInWords({
    ...earlier,
    waiting: { outgoing: 2, incoming: 0, bytes: 1_500_000, mostBytes: 2_000_000 },
    refusing: 'queue-full',
    clock: { aheadSeconds: -90, isWrong: true },
  })
  assert.match(told, /^queue {4}1\.5 MB of at most 2\.0 MB to be sent$/m)
  assert.match(told, /^REFUSES images with A700: dicom\.maxQueuedBytes /m)
  assert.match(told, /^WRONG CLOCK, -90 s ahead/m)
})

test('of what waits for a PACS is said for which, and why', () => {
  const told = statusInWords({
    ...earlier,
    incoming: [
      {
        sender: 'Poliklinika',
        trouble: 'Not all of it is at ARCHIVE',
        atPacs: [
          { pacs: 'ARCHIVE', waiting: 3, trouble: 'The connection was lost: connect ECONNREFUSED' },
          { pacs: 'NEURO', waiting: 0, trouble: 'The connection was lost: of before' },
        ],
      },
    ],
  })
  assert.match(told, /^from Poliklinika: Not all of it is at ARCHIVE$/m)
  assert.match(told, /^from Poliklinika: 3 wait for ARCHIVE: The connection was lost: connect ECONNREFUSED$/m)
  assert.doesNotMatch(told, /NEURO/)
})
