import assert from 'node:assert/strict'
import { test } from 'node:test'
import { institutionsOf } from '../plan/institutions.ts'
import { reportPage } from './page.ts'
import { type DayFacts, delaysOf, spreadOf, summaryOf } from './summary.ts'
import { summaryText } from './text.ts'

const MINUTE_MS = 60_000

/** Hospital 0 sends one study by its PACS to hospital 4; practice 1 one by the API to practice 2. */
const DAY: DayFacts = {
  facts: {
    withNode: new Set([0, 4]),
    sent: [
      {
        ...{ number: 1, studyUid: '1.1', from: 0, to: [4], by: 'pacs', modality: 'CT', isUrgent: true },
        ...{ images: new Map([['1.1.1', 'aa']]), bytes: 2_000_000, begunMs: 1000, acceptedMs: 2000 },
      },
      {
        ...{ number: 2, studyUid: '1.2', from: 1, to: [2], by: 'api', modality: 'DX', isUrgent: false },
        ...{ images: new Map([['1.2.1', 'bb']]), bytes: 1_000_000, begunMs: 3000, acceptedMs: 4000 },
      },
    ],
    arrivals: [],
    told: [],
    done: [],
    reached: [
      { message: 'a', studyUid: '1.1', recipient: 4, deliveredMs: 5000, storedMs: 7000 },
      // The rest of the study came in another message.
      { message: 'b', studyUid: '1.1', recipient: 4, deliveredMs: 6000, storedMs: 9000 },
      { message: 'c', studyUid: '1.2', recipient: 2, deliveredMs: 3990, storedMs: undefined },
    ],
    mailboxes: [],
    asked: [],
    requests: [],
  },
  wrong: [],
  institutions: institutionsOf(5),
  broken: [{ kind: 'node killed', where: 4, fromMs: 2000, toMs: 3000 }],
  troubles: [],
  repeats: 1,
  beganMs: 0,
  endedMs: 70_000,
  settledMs: 72_000,
  dayMs: MINUTE_MS,
  peakBytes: 2e9,
  processorSeconds: 100,
}

test('a delay runs from the last answer to the last of the messages, and never backwards', () => {
  const told = delaysOf(DAY).map(({ number, path, seconds }) => `${number} ${path} ${seconds}`)
  assert.deepEqual(told, ['1 PACS to mailbox 4', '1 PACS to PACS 7', '2 API to mailbox 0'])
  const reached = DAY.facts.reached.map((each) => ({ ...each, storedMs: undefined }))
  const unfinished = { facts: { ...DAY.facts, reached } }
  assert.ok(delaysOf(unfinished).every(({ path }) => path.endsWith('mailbox')))
})

test('percentiles are delays that were', () => {
  const seconds = Array.from({ length: 200 }, (_, index) => ({ seconds: 200 - index }))
  assert.deepEqual(spreadOf(seconds), { count: 200, p50: 100, p95: 190, p99: 198, most: 200 })
  assert.equal(spreadOf([]), null)
})

test('the figures of a day, and whether it was well', () => {
  const summary = summaryOf(DAY)
  assert.deepEqual(
    [summary.messages, summary.instances, summary.messagesPerMinute, summary.megabytesPerSecond],
    [2, 2, 2, 0.05],
  )
  assert.deepEqual([summary.faults, summary.secondsAfter, summary.isWell], [{ 'node killed': 1 }, 10, true])
  assert.match(summaryText(summary, DAY), /settled 12 s after the day[\s\S]*nothing lost/)
  const open = { ...DAY, settledMs: undefined }
  assert.match(summaryText(summaryOf(open), open), /did not settle/)
  const wrong = [{ kind: 'lost', number: 2, at: 2, told: 'gone' }] as const
  const bad = summaryOf({ ...DAY, wrong })
  assert.deepEqual([bad.isWell, bad.wrong.lost], [false, 1])
  assert.match(summaryText(bad, { ...DAY, wrong }), /WRONG {2}lost: 2 at Ordinace Brno: gone/)
  assert.equal(summaryOf({ ...DAY, troubles: ['a mailbox: 500'] }).isWell, false)
})

test('the report needs nothing else, says the verdict, and lets no text break out', () => {
  const told = { command: 'npm run simulate -- --report "<b>"', seed: 3, scale: 0.002 }
  const page = reportPage(DAY, summaryOf(DAY), told)
  assert.doesNotMatch(page, /(src|href)=|<script|url\(|@import|<b>/)
  assert.match(page, /Nothing lost: all 2 messages/)
  assert.equal(page.match(/<svg[^>]*role="img"/g)?.length, 3)
  const wrong = [{ kind: 'doubled', number: 1, at: 4, told: 'twice' }] as const
  assert.match(reportPage({ ...DAY, wrong }, summaryOf({ ...DAY, wrong }), told), /Not well: 1 doubled/)
})
