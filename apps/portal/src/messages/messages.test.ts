import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryStatus, FileResult, MessageStatus } from '../api/types.ts'
import { countOutcomes, groupFiles, shownPath } from './file-groups.ts'
import { filesAsCsv } from './files-as-csv.ts'
import { byPatient } from './patients.ts'
import { sentStatesOf, standingOf } from './standing.ts'

const sender = { id: 's', name: 'Praxe' }
const recipient = { id: 'r', name: 'Nemocnice' }
const message = (status: MessageStatus, delivery: DeliveryStatus) => ({
  sender,
  status,
  deliveries: [{ institution: recipient, status: delivery, at: '2026-11-24T10:00:00Z' }],
})

test('a recipient may download and delete what lies in the mailbox, once', () => {
  const fresh = standingOf(message('delivered', 'delivered'), 'r')
  assert.deepEqual([fresh.canDownload, fresh.canDelete, fresh.canCancel], [true, true, false])
  const gone = standingOf(message('deleted', 'deleted'), 'r')
  assert.deepEqual([gone.canDownload, gone.canDelete], [false, false])
  assert.equal(gone.received?.status, 'deleted')
})

test('a sender may cancel until the message is accepted, and read it while the data is there', () => {
  assert.equal(standingOf(message('checking', 'checking'), 's').canCancel, true)
  const delivered = standingOf(message('delivered', 'downloaded'), 's')
  assert.deepEqual([delivered.canDownload, delivered.canDelete, delivered.canCancel], [true, false, false])
  assert.equal(standingOf(message('deleted', 'deleted'), 's').canDownload, false)
})

test('who received a message can reply, its data deleted or not; its sender cannot', () => {
  assert.equal(standingOf(message('delivered', 'delivered'), 'r').canReply, true)
  assert.equal(standingOf(message('deleted', 'deleted'), 'r').canReply, true)
  assert.equal(standingOf(message('delivered', 'delivered'), 's').canReply, false)
  assert.equal(standingOf(message('checking', 'checking'), 'r').canReply, false)
})

test('what was sent stands as it does at its recipients, the furthest first; before it came to them, as the whole', () => {
  const at = (...statuses: DeliveryStatus[]) =>
    statuses.map((status) => ({ institution: recipient, status, at: '2026-11-24T10:00:00Z' }))
  const states = (status: MessageStatus, ...deliveries: DeliveryStatus[]) =>
    sentStatesOf({ status, deliveries: at(...deliveries) }).map((each) => `${each.status} ${each.recipients}`)
  assert.deepEqual(states('delivered', 'downloaded'), ['downloaded 1'])
  assert.deepEqual(states('delivered', 'delivered', 'stored', 'delivered'), ['stored 1', 'delivered 2'])
  assert.deepEqual(states('accepted', 'accepted', 'opened'), ['opened 1', 'accepted 1'])
  assert.deepEqual(states('deleted', 'deleted', 'deleted'), ['deleted 2'])
  assert.deepEqual(states('cancelled', 'cancelled'), ['cancelled 1'])
})

const file = (path: string, outcome: FileResult['outcome']): FileResult => ({
  path,
  outcome,
  code: null,
  detail: null,
})

test('files are grouped with what needs attention first, and filtered by outcome and name', () => {
  const files = [file('a/IM1', 'accepted'), file('a/viewer.exe', 'left-out'), file('a/IM2', 'refused')]
  assert.deepEqual(
    groupFiles(files, { outcome: undefined, text: '' }).map(({ outcome }) => outcome),
    ['refused', 'left-out', 'accepted'],
  )
  assert.deepEqual(
    groupFiles(files, { outcome: undefined, text: 'im' }).map(({ count }) => count),
    [1, 1],
  )
  assert.deepEqual(groupFiles(files, { outcome: 'warning', text: '' }), [])
  assert.equal(countOutcomes(files).refused, 1)
})

test('what was in order and not sent is never among the accepted', () => {
  const notSent = { ...file('IM1', 'accepted'), code: 'not-sent' }
  assert.deepEqual(
    groupFiles([notSent], { outcome: undefined, text: '' }).map(({ outcome }) => outcome),
    ['left-out'],
  )
  assert.equal(countOutcomes([notSent]).accepted, 0)
})

test('files with the same reason stand together, those without one last', () => {
  const files = [
    file('1', 'warning'),
    { ...file('2', 'warning'), code: 'no-preamble' },
    { ...file('3', 'warning'), code: 'invalid-date' },
    { ...file('4', 'warning'), code: 'no-preamble' },
  ]
  const [group] = groupFiles(files, { outcome: undefined, text: '' })
  assert.deepEqual(
    group?.reasons.map((reason) => [reason.code, reason.files.map(({ path }) => path).join()]),
    [
      ['no-preamble', '2,4'],
      ['invalid-date', '3'],
      [null, '1'],
    ],
  )
})

test('the ZIP that the portal made itself is not part of a name', () => {
  assert.equal(shownPath('epacs-selection.zip/CD/IM1'), 'CD/IM1')
  assert.equal(shownPath('study.zip/IM1'), 'study.zip/IM1')
})

test('studies of one patient stand together; the same name under another number is another patient', () => {
  const study = (uid: string, id: string) => ({
    studyInstanceUid: uid,
    patient: { id, name: 'NOVÁK^JAN', birthDate: null, sex: null },
    date: null,
    description: null,
    modalities: [],
    series: [],
  })
  assert.deepEqual(
    byPatient([study('1', 'a'), study('2', 'b'), study('3', 'a')]).map(({ studies }) => studies.length),
    [2, 1],
  )
})

test('the results as CSV: what needs attention first, a name that would be a formula disarmed, in UTF-8 as Excel reads it', () => {
  const files: FileResult[] = [
    { path: 'soubory/CT; řez 1', outcome: 'accepted', code: null, detail: null },
    { path: '=HYPERLINK("http://evil")', outcome: 'refused', code: 'not-dicom', detail: null },
  ]
  const headings = { file: 'Soubor', outcome: 'Výsledek', reason: 'Důvod', advice: 'Co s tím', code: 'Kód' }
  const csv = filesAsCsv(files, headings, ({ outcome, code }) => ({
    outcome,
    reason: code ?? '',
    advice: 'a\nb',
  }))
  assert.deepEqual(csv.split('\r\n'), [
    '\ufeffSoubor;Výsledek;Důvod;Co s tím;Kód',
    '"\'=HYPERLINK(""http://evil"")";refused;not-dicom;"a\nb";not-dicom',
    '"soubory/CT; řez 1";accepted;;"a\nb";',
    '',
  ])
})
