import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Facts } from './facts.ts'
import { judge } from './judge.ts'
import { Ledger } from './ledger.ts'

/** Practice 1 sends two images to hospital 0 and practice 2; all goes well. */
const WELL: Facts = {
  withNode: new Set([0]),
  sent: [
    {
      ...{ number: 5, studyUid: '1.5', from: 1, to: [0, 2], by: 'api', modality: 'CT', isUrgent: false },
      ...{ bytes: 9, begunMs: 10, acceptedMs: 20 },
      images: new Map([
        ['1.5.1', 'aa'],
        ['1.5.2', 'bb'],
      ]),
    },
  ],
  arrivals: [
    { at: 0, uid: '1.5.1', sha256: 'aa', ms: 30, by: 'pacs' },
    { at: 0, uid: '1.5.2', sha256: 'bb', ms: 31, by: 'pacs' },
    { at: 2, uid: '1.5.1', sha256: 'aa', ms: 40, by: 'download' },
    { at: 2, uid: '1.5.2', sha256: 'bb', ms: 40, by: 'download' },
  ],
  told: [
    { message: 'm', studyUid: '1.5', recipient: 0, status: 'delivered', ms: 25 },
    { message: 'm', studyUid: '1.5', recipient: 0, status: 'stored', ms: 32 },
    { message: 'm', studyUid: '1.5', recipient: 2, status: 'downloaded', ms: 41 },
    { message: 'm', studyUid: '1.5', recipient: 2, status: 'deleted', ms: 51 },
  ],
  done: [
    { message: 'm', by: 2, what: 'download', ms: 39 },
    { message: 'm', by: 2, what: 'delete', ms: 50 },
  ],
  reached: [
    { message: 'm', studyUid: '1.5', recipient: 0, deliveredMs: 24, storedMs: 31 },
    { message: 'm', studyUid: '1.5', recipient: 2, deliveredMs: 24, storedMs: undefined },
  ],
  mailboxes: [
    { at: 0, message: 'm', from: 1, studyUids: ['1.5'], instances: 2 },
    { at: 2, message: 'm', from: 1, studyUids: ['1.5'], instances: 2 },
  ],
  asked: [
    { number: 1, asking: 0, asked: 1, wanted: 'answered', studyUid: '1.5' },
    { number: 2, asking: 2, asked: 1, wanted: 'refused', studyUid: undefined },
  ],
  requests: [
    { number: 1, status: 'answered', studyUids: ['1.5'], refusal: null },
    { number: 2, status: 'refused', studyUids: [], refusal: 'nobody of this name' },
  ],
}

const kindsOf = (changes: Partial<Facts>) =>
  judge({ ...WELL, ...changes }).map(({ kind, number, at }) => `${kind} ${number} at ${at}`)
const arrivalsBut = (index: number, changes: object | undefined) =>
  WELL.arrivals.flatMap((each, at) =>
    at !== index ? [each] : changes === undefined ? [] : [{ ...each, ...changes }],
  )
const [inHospital, inPractice] = WELL.mailboxes
assert.ok(inHospital && inPractice)

test('a day on which all went well', () => {
  assert.deepEqual(judge(WELL), [])
})

test('lost: an image did not come, a message is not in the mailbox, a mailbox has less', () => {
  assert.deepEqual(kindsOf({ arrivals: arrivalsBut(3, undefined) }), ['lost 5 at 2'])
  assert.deepEqual(kindsOf({ mailboxes: [inHospital] }), ['lost 5 at 2'])
  assert.deepEqual(kindsOf({ mailboxes: [inHospital, { ...inPractice, instances: 1 }] }), ['lost 5 at 2'])
})

test('doubled: the message lies there twice, or holds an image twice', () => {
  const twice = { ...inPractice, message: 'n' }
  assert.deepEqual(kindsOf({ mailboxes: [...WELL.mailboxes, twice] }), ['doubled 5 at 2'])
  assert.deepEqual(kindsOf({ mailboxes: [inHospital, { ...inPractice, instances: 3 }] }), ['doubled 5 at 2'])
})

test('of a PACS, two messages may share the images of a study, and neither may repeat the other', () => {
  const sent = WELL.sent.map((each) => ({ ...each, by: 'pacs' as const }))
  const halves = (second: number) => [
    inHospital,
    { ...inPractice, instances: 1 },
    { ...inPractice, message: 'n', instances: second },
  ]
  assert.deepEqual(kindsOf({ sent, mailboxes: halves(1) }), [])
  assert.deepEqual(kindsOf({ sent, mailboxes: halves(2) }), ['doubled 5 at 2'])
})

test('changed: other bytes came, at first or later', () => {
  assert.deepEqual(kindsOf({ arrivals: arrivalsBut(1, { sha256: 'b0' }) }), ['changed 5 at 0'])
  const later = { at: 0, uid: '1.5.1', sha256: 'cc', ms: 60, by: 'pacs' as const }
  assert.deepEqual(kindsOf({ arrivals: [...WELL.arrivals, later] }), ['changed 5 at 0'])
})

test('a PACS that gets an image again, unchanged, is no fault', () => {
  const again = WELL.arrivals.slice(0, 1).map((each) => ({ ...each, ms: 60 }))
  assert.deepEqual(kindsOf({ arrivals: [...WELL.arrivals, ...again] }), [])
})

test('misdelivered: an image or a message comes to somebody else, or nobody sent it', () => {
  const stray = { at: 3, uid: '1.5.1', sha256: 'aa', ms: 60, by: 'download' as const }
  assert.deepEqual(kindsOf({ arrivals: [...WELL.arrivals, stray, stray] }), ['misdelivered 5 at 3'])
  const unknown = { ...stray, uid: '9.9' }
  assert.deepEqual(kindsOf({ arrivals: [...WELL.arrivals, unknown] }), ['misdelivered null at 3'])
  const elsewhere = { ...inPractice, at: 3 }
  assert.deepEqual(kindsOf({ mailboxes: [...WELL.mailboxes, elsewhere] }), ['misdelivered 5 at 3'])
  const empty = { ...inPractice, message: 'n', studyUids: [], instances: 0 }
  assert.deepEqual(kindsOf({ mailboxes: [...WELL.mailboxes, empty] }), ['misdelivered null at 2'])
  const ofOther = { ...inPractice, from: 0 }
  assert.deepEqual(kindsOf({ mailboxes: [inHospital, ofOther] }), ['misdelivered 5 at 2'])
})

test('not accepted: nobody answered for it by the end', () => {
  const sent = WELL.sent.map((each) => ({ ...each, acceptedMs: undefined }))
  assert.deepEqual(kindsOf({ sent }), ['not-accepted 5 at 1'])
})

test('a status is untrue: said too early, going back, or an end that nobody asked for', () => {
  const [, stored] = WELL.told
  assert.ok(stored)
  const told = (more: object) => ({ told: [...WELL.told, { ...stored, ...more }] })
  assert.deepEqual(kindsOf(told({ ms: 30 })), ['untrue-status 5 at 0'], 'before the second image')
  assert.deepEqual(kindsOf(told({ recipient: 2, status: 'downloaded' })), ['untrue-status 5 at 2'])
  assert.deepEqual(kindsOf(told({ recipient: 2, status: 'deleted', ms: 49 })), ['untrue-status 5 at 2'])
  assert.deepEqual(kindsOf(told({ status: 'downloaded', ms: 28 })), [], 'its node downloads for it')
  assert.deepEqual(kindsOf(told({ status: 'rejected' })), ['untrue-status 5 at 0'])
  assert.deepEqual(kindsOf(told({ message: 'n', status: 'delivered' })), [
    'untrue-status 5 at 0',
    'not-told 5 at 0',
  ])
  const back = { ...stored, status: 'delivered' as const, ms: 99 }
  assert.deepEqual(kindsOf({ told: [...WELL.told, back] }), ['untrue-status 5 at 0'])
})

test('a status is untrue that the centre noted before the PACS had the last image, whenever it was told', () => {
  const reached = WELL.reached.map((each) => ({ ...each, storedMs: each.storedMs && 30 }))
  assert.deepEqual(kindsOf({ reached }), ['untrue-status 5 at 0'])
})

test("not told: the sender never learnt that it is in the PACS, in somebody's hands, or anything", () => {
  const [delivered, , downloaded] = WELL.told
  assert.ok(delivered && downloaded)
  const toPractice = WELL.told.slice(2)
  const toHospital = WELL.told.slice(0, 2)
  assert.deepEqual(kindsOf({ told: toPractice }), ['not-told 5 at 0'])
  assert.deepEqual(kindsOf({ told: [delivered, ...toPractice] }), ['not-told 5 at 0'])
  const unread = { ...downloaded, status: 'delivered' as const }
  assert.deepEqual(kindsOf({ told: [...toHospital, unread] }), ['not-told 5 at 2'])
  assert.deepEqual(kindsOf({ told: [...toHospital, unread], done: [] }), [], 'nobody downloaded it')
  const inChecking = { ...downloaded, status: 'checking' as const }
  assert.deepEqual(kindsOf({ told: [...toHospital, inChecking], done: [] }), ['not-told 5 at 2'])
})

test('the ledger notes each change of a status, so that one that goes back and comes again is found', () => {
  const ledger = new Ledger(WELL.withNode)
  for (const [index, status] of (
    ['delivered', 'delivered', 'downloaded', 'delivered', 'downloaded', 'downloaded'] as const
  ).entries()) {
    ledger.tell({ message: 'm', studyUid: '1.5', recipient: 2, status, ms: 41 + index })
  }
  const { told } = ledger.facts()
  assert.deepEqual(
    told.map(({ status, ms }) => `${status} ${ms}`),
    ['delivered 41', 'downloaded 43', 'delivered 44', 'downloaded 45'],
  )
  const others = WELL.told.filter(({ recipient }) => recipient !== 2)
  assert.deepEqual(kindsOf({ told: [...others, ...told] }), ['untrue-status 5 at 2'])
})

test('a request is unknown, doubled, open, answered by another message, or refused without a reason', () => {
  const [answered, refused] = WELL.requests
  assert.ok(answered && refused)
  const requests = (...all: Facts['requests']) => kindsOf({ requests: all })
  assert.deepEqual(requests(answered), ['request 2 at 2'])
  assert.deepEqual(requests(answered, answered, refused), ['request 1 at 0'])
  assert.deepEqual(requests({ ...answered, status: 'open' }, refused), ['request 1 at 0'])
  assert.deepEqual(requests({ ...answered, studyUids: ['1.6'] }, refused), ['request 1 at 0'])
  assert.deepEqual(requests({ ...answered, studyUids: ['1.5', '1.5'] }, refused), ['request 1 at 0'])
  assert.deepEqual(requests(answered, { ...refused, refusal: null }), ['request 2 at 2'])
})
