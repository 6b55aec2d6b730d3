/** Local identity at a real node before Orthanc: by rules, by people, killed in between; the sender reads what is true. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { type Orthanc, startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice, mislabelled, type SliceRequest } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import type { questions } from '../page/decisions.ts'
import { Hospital } from '../testing/hospital.ts'

const run = promisify(execFile)
/** Of the birth date and sex that `ctSlice` tells. */
const NUMBER = '6002290008'
const LIST = `id,birthNumber,name,birthDate,sex
H-17,600229/0008,Novák^Ondřej,1960-02-29,M
H-18,,Dvořák^Jan,1971-05-06,M
H-19,,Novák^Ondřej,1960-03-01,M
`

let network: TestNetwork
let node: Hospital
let orthancPort: number
let list: string
before(async () => {
  network = await TestNetwork.start()
  orthancPort = await freePort()
  list = join(network.folder, 'patients.csv')
  await writeFile(list, LIST)
  node = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port: orthancPort, aeTitle: 'ORTHANC', callingAeTitle: 'EPACS' },
    query: { callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'] }] },
    logging: { level: 'debug' },
    identity: {
      patients: { file: list },
      rules: [
        {
          name: 'foreign',
          when: { patientId: ['EXT*'] },
          patient: 'as-sent',
          patientIdPrefix: 'X-',
          issuer: 'ELSEWHERE',
          names: 'upper-case',
        },
        { name: 'ours', patient: 'match', issuer: 'NEMOCNICE', names: 'from-list' },
      ],
    },
  })
  await node.startAndReach()
})
after(async () => {
  await node?.kill()
  await network?.remove()
})

const send = async (...slices: readonly SliceRequest[]) => {
  const sender = network.as('sender')
  const files = slices.map((slice, index) => ({ name: `IM${index}`, bytes: ctSlice(slice) }))
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], files)).json
  await sender.until(id, 'delivered')
  return id as string
}
const messageOf = async (id: string) => (await network.as('sender').get(`/api/messages/${id}`)).json
const incoming = async (id: string) => (await node.state())?.incoming.find(({ message }) => message === id)
/** For workstations to pull. */
const isHeld = async (id: string) =>
  (await readdir(join(node.folder, 'data', 'held'))).some((name) => name.startsWith(id))
const isDone = async (id: string) =>
  await until('it is done', async () => (await incoming(id))?.state === 'done')

const decisions = (path = '') => `http://127.0.0.1:${node.pagePort}/api/decisions${path}`
const HEADERS = { 'x-epacs-node': '1' }

async function asked(id: string): Promise<ReturnType<typeof questions>['questions']> {
  const response = await fetch(decisions(), { headers: HEADERS })
  const all = ((await response.json()) as ReturnType<typeof questions>).questions
  return all.filter(({ message }) => message === id)
}

async function answer(
  id: string,
  number: number,
  body: object,
): Promise<{ status: number; problem?: string }> {
  const response = await fetch(decisions(`/${id}/${number}`), {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ by: 'Jana', ...body }),
  })
  const told = response.status === 422 ? ((await response.json()) as { problem: string }) : {}
  return { status: response.status, ...told }
}

interface Stored {
  readonly tags: Readonly<Record<string, string>>
  readonly file: Uint8Array
}

async function atPacs(orthanc: Orthanc, slice: SliceRequest): Promise<Stored | undefined> {
  const uid = storedObject(ctSlice(slice))?.sopInstanceUid
  const ids = await orthanc.rest<readonly string[]>('/instances')
  for (const id of ids) {
    const tags = await orthanc.rest<Record<string, string>>(`/instances/${id}/simplified-tags`)
    if (tags.SOPInstanceUID === uid) return { tags, file: await orthanc.file(id) }
  }
  return undefined
}

const dataSetOf = (file: Uint8Array = new Uint8Array(0)) => storedObject(file)?.dataSet ?? new Uint8Array(0)

const SCRIPT = `
import json, sys, pydicom
ds = pydicom.dcmread(sys.argv[1])
print(json.dumps([{'before': {e.keyword: str(e.value) for e in i.ModifiedAttributesSequence[0]}, 'source': i.SourceOfPreviousValues,
  'system': i.ModifyingSystem, 'reason': i.ReasonForTheAttributeModification} for i in ds.OriginalAttributesSequence]))`

async function originals(file: Uint8Array) {
  const path = join(network.folder, 'at-pacs.dcm')
  await writeFile(path, file)
  const { stdout } = await run('/usr/bin/python3', ['-c', SCRIPT, path])
  const { stderr } = await run('dciodvfy', [path]).catch((error: { stderr: string }) => error)
  const complaints = stderr.split('\n').filter((line) => /Original|Modif|IssuerOfPatient/i.test(line))
  return { items: JSON.parse(stdout), complaints }
}

test('a birth number finds the patient: the identifiers of the hospital are written, all else is as it was', async (t) => {
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const slice = { study: 1, instance: 1, patientId: NUMBER, patientName: 'NOVAK^ONDREJ', pixelBytes: 300_000 }
  const id = await send(slice)
  await isDone(id)
  const stored = await atPacs(orthanc, slice)
  assert.ok(stored)
  const { PatientID, IssuerOfPatientID, PatientName } = stored.tags
  assert.deepEqual([PatientID, IssuerOfPatientID, PatientName], ['H-17', 'NEMOCNICE', 'Novák^Ondřej'])
  const { items, complaints } = await originals(stored.file)
  assert.deepEqual(complaints, [])
  assert.deepEqual(items, [
    {
      before: { PatientName: 'NOVAK^ONDREJ', PatientID: NUMBER, IssuerOfPatientID: '' },
      source: INSTITUTIONS.caslav.name,
      system: 'ePACS node EPACS',
      reason: 'COERCE',
    },
  ])
  const sent = storedObject(ctSlice(slice))?.dataSet
  const there = storedObject(stored.file)?.dataSet
  assert.ok(sent && there)
  // From Study Instance UID to the end only the kept values came between.
  const pixels = 300_000
  assert.ok(Buffer.from(there.subarray(-pixels)).equals(sent.subarray(-pixels)))
  assert.deepEqual((await incoming(id))?.patients[0]?.by, 'rule')
  assert.equal(await isHeld(id), false, 'the PACS has it under another patient')
  assert.equal((await messageOf(id)).deliveries[0].status, 'stored')
})

test('nobody is found: nothing goes to the PACS, also when the node is killed, until a person says', async (t) => {
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const slice = { study: 2, instance: 1, patientId: 'unknown', patientName: 'Kdosi^Jiný' }
  const id = await send(slice)
  await until('a person is asked', async () => (await asked(id)).length === 1)
  const [question] = await asked(id)
  assert.deepEqual([question?.question, question?.instances, question?.candidates], ['no-match', 1, []])
  assert.equal(await isHeld(id), false, 'nobody has said whose it is')
  const read = await messageOf(id)
  assert.deepEqual([read.deliveries[0].status, read.atPacs[0].waitsForDecision], ['forwarded', true])
  // The node's state names nobody, and no page elsewhere reads who is asked about.
  assert.doesNotMatch(JSON.stringify(await node.state()), /Kdosi|unknown/)
  assert.equal((await fetch(decisions())).status, 403)
  await node.kill()
  await node.startAndReach()
  assert.equal((await asked(id)).length, 1)
  assert.equal(await node.command('retry'), 204)
  const later = { study: 3, instance: 1, patientId: NUMBER }
  await isDone(await send(later))
  assert.equal(await atPacs(orthanc, slice), undefined)

  assert.equal((await answer(id, 1, { choice: 'write', patientId: '' })).status, 422)
  assert.equal((await answer(id, 1, { choice: 'keep', by: 'Rule' })).status, 422)
  assert.equal((await answer(id, 1, { choice: 'candidate', candidate: 0 })).status, 422)
  assert.equal((await answer(id, 1, { choice: 'write', patientId: 'H-99', issuer: 'NEMOCNICE' })).status, 204)
  assert.equal((await answer(id, 1, { choice: 'keep' })).status, 409)
  await isDone(id)
  const stored = await atPacs(orthanc, slice)
  assert.deepEqual([stored?.tags.PatientID, stored?.tags.PatientName], ['H-99', 'Kdosi^Jiný'])
  const now = await messageOf(id)
  assert.deepEqual([now.deliveries[0].status, now.atPacs[0].waitsForDecision], ['stored', false])
  const [decided] = (await incoming(id))?.patients ?? []
  assert.deepEqual([decided?.kind, decided?.by, decided?.question], ['write', 'Jana', 'no-match'])
  assert.deepEqual(await asked(id), [])
})

test('of whom an earlier version read the name otherwise, the images are stored as a person said then', async (t) => {
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const slice = { study: 20, instance: 1, patientId: 'unknown-2', patientName: 'Kdosi^Další' }
  const id = await send(slice)
  await until('a person is asked', async () => (await asked(id)).length === 1)
  await node.kill()
  const database = new DatabaseSync(join(node.folder, 'data', 'node.sqlite'))
  database.prepare('update incoming_patient set key = ? where message_id = ?').run('as read before', id)
  database.close()
  await node.startAndReach()
  assert.equal((await answer(id, 1, { choice: 'write', patientId: 'H-98' })).status, 204)
  await isDone(id)
  assert.equal((await atPacs(orthanc, slice))?.tags.PatientID, 'H-98')
  const [decided] = (await incoming(id))?.patients ?? []
  assert.deepEqual([decided?.kind, decided?.by, decided?.question], ['write', 'Jana', 'no-match'])
})

test('what a person has decided holds when the disk spoils the package and it is fetched anew', async (t) => {
  const slice = { study: 21, instance: 1, patientId: 'unknown-3', pixelBytes: 300_000 }
  const id = await send(slice)
  await until('a person is asked', async () => (await asked(id)).length === 1)
  assert.equal((await answer(id, 1, { choice: 'write', patientId: 'H-97' })).status, 204)
  await until('the PACS is away', async () => ((await incoming(id))?.trouble ?? '') !== '')
  const folder = join(node.folder, 'data', 'incoming', id)
  const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.zip'))
  const bytes = await readFile(join(folder, name))
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(join(folder, name), bytes)
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  await until('it is done', async () => {
    await node.command('retry')
    return (await incoming(id))?.state === 'done'
  })
  assert.equal((await atPacs(orthanc, slice))?.tags.PatientID, 'H-97')
  assert.match(await node.log(), /a package was spoilt on the disk/)
})

test('two patients in one message: each is asked about; one is kept as it came, the other refused, and the sender sees it', async (t) => {
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const one = { study: 4, instance: 1, patientId: NUMBER }
  const other = { study: 5, instance: 1, patientId: 'EXT-1', patientName: 'Svobodová^Eva' }
  const id = await send(one, other)
  await until('both are asked about', async () => (await asked(id)).length === 2)
  const both = await asked(id)
  assert.deepEqual(
    both.map(({ question }) => question),
    ['several-patients', 'several-patients'],
  )
  const numberOf = (patientId: string) => both.find(({ sent }) => sent.id === patientId)?.number ?? 0
  assert.equal((await answer(id, numberOf(NUMBER), { choice: 'keep' })).status, 204)
  assert.equal((await incoming(id))?.state, 'storing')
  assert.equal((await answer(id, numberOf('EXT-1'), { choice: 'refuse' })).status, 204)
  await isDone(id)
  assert.equal(await isHeld(id), false, 'a part was refused')
  const kept = await atPacs(orthanc, one)
  assert.ok(Buffer.from(dataSetOf(kept?.file)).equals(dataSetOf(ctSlice(one))))
  assert.equal(await atPacs(orthanc, other), undefined)
  const { deliveries, atPacs: told } = await messageOf(id)
  assert.equal(deliveries[0].status, 'forwarded')
  assert.match(told[0].refused[0].comment, /A person at the recipient refused/)
})

test('identifiers as sent, marked as of elsewhere; a list that has changed is read again', async (t) => {
  const orthanc = await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const foreign = { study: 6, instance: 1, patientId: 'EXT-2', patientName: 'Černý^Petr' }
  await isDone(await send(foreign))
  const { PatientID, IssuerOfPatientID, PatientName } = (await atPacs(orthanc, foreign))?.tags ?? {}
  assert.deepEqual([PatientID, IssuerOfPatientID, PatientName], ['X-EXT-2', 'ELSEWHERE', 'ČERNÝ^PETR'])

  const fresh = { study: 7, instance: 1, patientId: 'H-20', patientName: 'Novák^Ondřej' }
  await writeFile(list, `${await readFile(list, 'utf8')}H-20,,Novák^Ondřej,1960-02-29,M\n`)
  const first = await send(fresh)
  await isDone(first)
  assert.equal((await atPacs(orthanc, fresh))?.tags.IssuerOfPatientID, 'NEMOCNICE')

  // What is wrong in it leaves the one before in force, and is said.
  await writeFile(list, 'id,name,birthDate\nH-21,Nová^Jana,tomorrow\n')
  const again = { study: 8, instance: 1, patientId: 'H-20', patientName: 'Novák^Ondřej' }
  await isDone(await send(again))
  assert.match((await node.state())?.patients?.fault ?? '', /patients\.csv:2: birthDate/)
  await writeFile(list, LIST)
})

test('another birth date under the same number is not taken for the same patient', async () => {
  const id = await send({ study: 9, instance: 1, patientId: 'H-19' })
  await until('a person is asked', async () => (await asked(id)).length === 1)
  const [question] = await asked(id)
  assert.equal(question?.question, 'different-birth-date')
  assert.deepEqual(
    question?.candidates.map(({ id: candidate }) => candidate),
    ['H-19'],
  )
  assert.equal(await node.command(`incoming/${id}/cancel`), 204)
  await until('it is cancelled', async () => (await incoming(id))?.state === 'cancelled')
  assert.deepEqual(await asked(id), [])
  assert.equal(await isHeld(id), false)
})

test('a name under a wrong character set is asked about as it was meant, and the page has what the label says', async () => {
  const bytes = mislabelled({ study: 61, instance: 1, patientId: 'H-18' }, 'Dvořák^Jan', 'CT břicha')
  const sender = network.as('sender')
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], [{ name: 'IM', bytes }])).json
  await until('a person is asked', async () => (await asked(id)).length === 1)
  const [question] = await asked(id)
  assert.deepEqual([question?.question, question?.sent.name], ['different-birth-date', 'Dvořák^Jan'])
  assert.deepEqual(question?.asLabelled, ['Dvoøák^Jan'])
  assert.equal(await node.command(`incoming/${id}/cancel`), 204)
  await until('it is cancelled', async () => (await incoming(id))?.state === 'cancelled')
})

test('what a person keeps as it came is held for workstations once it is at the PACS', async (t) => {
  await startOrthanc(t, node.dicomPort, {}, orthancPort)
  const id = await send({ study: 10, instance: 1, patientId: 'nobody' })
  await until('a person is asked', async () => (await asked(id)).length === 1)
  assert.equal(await isHeld(id), false)
  assert.equal((await answer(id, 1, { choice: 'keep' })).status, 204)
  await isDone(id)
  assert.equal(await isHeld(id), true)
})

test('the log names no patient of all these, at its most talkative', async () => {
  const log = await node.log()
  // It is the log of what was done above.
  assert.match(log, /a delivery waits for a decision about its patients/)
  assert.doesNotMatch(
    log,
    /nov[aá]k|dvo[rř][aá]k|svobodov|[cč]ern[yý]|kdosi|\b(6002290008|600229\/0008|19600229|19600301|19710506)\b/i,
  )
  assert.doesNotMatch(log, /H-1\d|H-20|EXT-\d|1960-02-29/)
})
