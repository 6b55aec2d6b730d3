import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Round } from '../cases/round.ts'
import { figuresOf } from './figures.ts'
import { spreadOf } from './spread.ts'
import { caseTable } from './table.ts'

const dataSet = {
  name: 'ctStudy' as const,
  folder: '/nowhere',
  files: [{ path: 'one', sizeBytes: 100e6 }],
  sizeBytes: 100e6,
}
const measured = {
  name: 'ct-study',
  title: 'CT study',
  dataSet: 'ctStudy' as const,
  travel: 'one-zip' as const,
  deliveredGoal: 0.4,
}

function round(deliveredSeconds: number): Round {
  return {
    sending: { uploadSeconds: 1, deliveredSeconds },
    copyAndHash: { copySeconds: 0.2, syncSeconds: 0.1, sha256sumSeconds: 0.7, nodeSha256Seconds: 0.2 },
    packageBytes: 100e6,
    downloadSeconds: 1,
    plainDownloadSeconds: 0.5,
    firstByteMs: [10, 60, 20],
    plainFirstByteMs: [5],
    resumedMs: 7,
    peakBytes: 300e6,
    receivingCpuSeconds: 1.5,
    servingCpuSeconds: 0.5,
    receivingDelayMs: undefined,
    servingDelayMs: 12,
  }
}

test('the median of an even number of rounds lies between the middle ones', () => {
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 })
  assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 })
})

test('ratios say how much of the speed of the peer is reached, and goals are judged on the median', () => {
  const { figures } = figuresOf(measured, dataSet, [round(2), round(2.5), round(4)])
  assert.deepEqual(figures.deliveredRatio?.spread, { median: 0.4, min: 0.25, max: 0.5 })
  assert.equal(figures.deliveredRatio?.goal?.isReached, true)
  assert.equal(figures.deliveredRatioNodeHash?.spread.median, 0.2)
  assert.equal(figures.downloadRatio?.spread.median, 0.5)
  assert.equal(figures.downloadRatio?.goal?.isReached, false)
  assert.equal(figures.firstByteMs?.goal?.isReached, true)
  assert.equal(figures.uploadRate?.spread.median, 100)
  assert.equal(figures.memoryMB?.spread.median, 300)
  assert.equal(figures.receivingDelayMs, undefined)
})

test('the table shows the size of the data, and which goals are missed', () => {
  const table = caseTable(figuresOf(measured, dataSet, [round(2)]))
  assert.match(table, /^CT study: 1 file, 100 MB$/m)
  assert.match(table, /delivered \/ cp \+ fsync \+ sha256sum +0\.50 +\(0\.50–0\.50\) +reached: ≥ 0\.4$/m)
  assert.match(table, /download \/ plain HTTPS file serving +0\.50 .*MISSED: ≥ 0\.8$/m)
})
