/** Workstations look for what the node holds and pull it: DCMTK's programs, and this product's own side of C-FIND and C-MOVE. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { TAG, type Tag } from '@epacs/dicom'
import {
  Acceptor,
  find,
  type Identifier,
  move,
  queryClassUid,
  requestAssociation,
  STATUS,
  textElement,
} from '@epacs/dicom/network'
import { plainFiles } from '@epacs/package'
import { pino } from 'pino'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import {
  freePort,
  run,
  serve,
  temporaryFolder,
} from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { configSchema, type NodeConfigFile } from '../config/schema.ts'
import { Holding } from '../holding/holding.ts'
import { NodeDatabase } from '../state/database.ts'
import { Queries } from './queries.ts'

const IMPLICIT = '1.2.840.10008.1.2'
const CZECH = [
  ['ISO_IR 192', Buffer.from('Dvořák^Jiří')],
  ['ISO_IR 101', Buffer.from([0x44, 0x76, 0x6f, 0xf8, 0xe1, 0x6b, 0x5e, 0x4a, 0x69, 0xf8, 0xed])],
  // Windows-1250 under another label: "Dvoøák^Jiøí".
  ['ISO_IR 100', Buffer.from([0x44, 0x76, 0x6f, 0xf8, 0xe1, 0x6b, 0x5e, 0x4a, 0x69, 0xf8, 0xed])],
  ['WINDOWS-1250', Buffer.from([0x8a, 0x69, 0x9e, 0x6b, 0x61, 0x5e, 0x4a, 0x69, 0xf8, 0xed])],
] as const

/** With a name's bytes, and the character set that they are declared to be in. */
function slice(
  study: number,
  instance: number,
  series = 1,
  czech = CZECH[0] as (typeof CZECH)[number],
): Buffer {
  const [term, name] = czech
  const paddedTerm = term.length % 2 === 0 ? term : `${term} `
  const paddedName = name.length % 2 === 0 ? name : Buffer.concat([name, Buffer.from(' ')])
  const file = ctSlice({
    study,
    series,
    instance,
    patientId: `P-${study}`,
    patientName: 'X'.repeat(paddedName.length),
    pixelBytes: 600_000,
  })
  const at = file.indexOf('CS\x0a\x00ISO_IR 192', 0, 'latin1')
  const head = Buffer.from(`CS${String.fromCharCode(paddedTerm.length)}\0${paddedTerm}`, 'latin1')
  const whole = Buffer.concat([file.subarray(0, at), head, file.subarray(at + 14)])
  paddedName.copy(whole, whole.indexOf('X'.repeat(paddedName.length)))
  return whole
}

interface Node {
  readonly port: string
  readonly holding: Holding
  readonly files: ReadonlyMap<string, Buffer>
  readonly path: (name: string) => string
  readonly logged: readonly string[]
  readonly query: { hold: { days: number; gigabytes: number } }
  ask(): Promise<Awaited<ReturnType<typeof requestAssociation>>>
}

/** Holds four studies of two series of two images, each with its character set. */
async function nodeThatHolds(t: TestContext, destinations: readonly number[] = []): Promise<Node> {
  const folder = await temporaryFolder(t)
  const dicom: NodeConfigFile['dicom'] = { diskReserveBytes: 0 }
  const read = configSchema.parse({
    dicom,
    query: {
      callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'] }],
      destinations: destinations.map((port, index) => ({
        aeTitle: `STATION${index + 1}`,
        host: '127.0.0.1',
        port,
      })),
    },
  } satisfies NodeConfigFile)
  const { query } = read
  assert.ok(query)
  const config = { now: read, onChange: () => undefined }
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const holding = await Holding.open({
    database,
    folder: join(folder, 'held'),
    files: plainFiles,
    config,
    log,
  })
  const files = new Map<string, Buffer>()
  for (const [index, czech] of CZECH.entries()) {
    const study = index + 1
    const places = []
    for (const [series, instance] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ] as const) {
      const file = slice(study, instance, series, czech)
      const object = storedObject(file)
      assert.ok(object)
      files.set(object.sopInstanceUid, file)
      const path = join(folder, `${study}-${series}-${instance}.dcm`)
      await writeFile(path, file)
      const sha256 = createHash('sha256').update(file).digest('hex')
      const place = { path, offsetBytes: 0, sizeBytes: file.length, hashed: 'instance' as const, sha256 }
      places.push(place)
    }
    await holding.take(`message-${study}`, 'received', places)
  }
  const queries = new Queries({ holding, config, log })
  const acceptor = await Acceptor.listen({
    host: '127.0.0.1',
    port: 0,
    maxPerformed: 1,
    admit: (proposal) => queries.admit(proposal) ?? { services: {} },
  })
  t.after(async () => {
    await acceptor.close()
    await holding.close()
    database.close()
  })
  return {
    port: String(acceptor.port),
    holding,
    files,
    path: (name) => join(folder, name),
    query,
    logged,
    ask: () =>
      requestAssociation({
        host: '127.0.0.1',
        port: acceptor.port,
        callingAeTitle: 'STATION',
        calledAeTitle: 'EPACS_NODE',
        contexts: (['patient-root', 'study-root'] as const).flatMap((model) =>
          (['find', 'move'] as const).map((operation) => ({
            abstractSyntax: queryClassUid(model, operation),
            transferSyntaxes: [IMPLICIT],
          })),
        ),
      }),
  }
}

const keysOf = (level: string, keys: Readonly<Record<number, string>> = {}) => [
  textElement(0x00080052, 'CS', level),
  ...Object.entries(keys).map(([tag, text]) => {
    const vr = Number(tag) === TAG.PatientName ? 'PN' : Number(tag) === TAG.StudyDate ? 'DA' : 'LO'
    return textElement(Number(tag), /000d|000e|0018/.test(Number(tag).toString(16)) ? 'UI' : vr, text)
  }),
]
const textsOf = (matches: readonly Identifier[], tag: Tag) =>
  matches
    .map((match) =>
      Buffer.from(match.get(tag)?.value ?? '')
        .toString('latin1')
        .replace(/[\0 ]+$/, ''),
    )
    .toSorted()
const AS_STATION = ['-aet', 'STATION', '-aec', 'EPACS_NODE']
const studyUid = (study: number) => `1.2.826.0.1.3680043.10.1234.${study}`
const seriesUid = (study: number, series: number) => `${studyUid(study)}.${series}`

async function dataSetsIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const name of await readdir(folder)) {
    const object = storedObject(await readFile(join(folder, name)))
    assert.ok(object, name)
    found.set(object.sopInstanceUid, Buffer.from(object.dataSet))
  }
  return found
}

function assertSame(pulled: ReadonlyMap<string, Buffer>, { files }: Node, studies: readonly number[]): void {
  const wanted = [...files].filter(([uid]) => studies.some((study) => uid.startsWith(`${studyUid(study)}.`)))
  assert.deepEqual([...pulled.keys()].toSorted(), wanted.map(([uid]) => uid).toSorted())
  for (const [uid, file] of wanted) {
    assert.ok(pulled.get(uid)?.equals(storedObject(file)?.dataSet ?? Buffer.alloc(0)), uid)
  }
}

test('studies, series, images and patients are found, with counts, and bytes as they came', async (t) => {
  const node = await nodeThatHolds(t)
  const association = await node.ask()
  const all = await find(association, {
    model: 'study-root',
    keys: keysOf('STUDY', { [TAG.PatientName]: '', [0x00201206]: '', [0x00201208]: '', [0x00080061]: '' }),
  })
  assert.equal(all.status, STATUS.success)
  assert.deepEqual(textsOf(all.matches, TAG.StudyInstanceUID), [1, 2, 3, 4].map(studyUid))
  assert.deepEqual(textsOf(all.matches, 0x00201206), ['2', '2', '2', '2'])
  assert.deepEqual(textsOf(all.matches, 0x00201208), ['4', '4', '4', '4'])
  assert.deepEqual(textsOf(all.matches, 0x00080061), ['CT', 'CT', 'CT', 'CT'])
  for (const match of all.matches) {
    const term = Buffer.from(match.get(TAG.SpecificCharacterSet)?.value ?? '')
      .toString()
      .trim()
    const name = CZECH.find(([each]) => each === term)?.[1]
    assert.ok(name, term)
    const told = Buffer.from(match.get(TAG.PatientName)?.value ?? '').subarray(0, name.length)
    assert.ok(told.equals(name), `${term}: ${told.toString('hex')}`)
  }
  const series = await find(association, {
    model: 'study-root',
    keys: keysOf('SERIES', { [TAG.StudyInstanceUID]: studyUid(2), [TAG.Modality]: 'CT' }),
  })
  assert.deepEqual(textsOf(series.matches, TAG.SeriesInstanceUID), [seriesUid(2, 1), seriesUid(2, 2)])
  const images = await find(association, {
    model: 'patient-root',
    keys: keysOf('IMAGE', {
      [TAG.PatientID]: 'P-3',
      [TAG.StudyInstanceUID]: studyUid(3),
      [TAG.SeriesInstanceUID]: seriesUid(3, 2),
    }),
  })
  assert.deepEqual(textsOf(images.matches, TAG.SOPInstanceUID), [
    `${seriesUid(3, 2)}.1`,
    `${seriesUid(3, 2)}.2`,
  ])
  const patients = await find(association, {
    model: 'patient-root',
    keys: keysOf('PATIENT', { [0x00201200]: '' }),
  })
  assert.deepEqual(textsOf(patients.matches, TAG.PatientID), ['P-1', 'P-2', 'P-3', 'P-4'])
  await association.release()
})

test('matching: names in any case and character set, wildcards, lists of UIDs, ranges of dates', async (t) => {
  const node = await nodeThatHolds(t)
  const association = await node.ask()
  const found = async (keys: Readonly<Record<number, string>>, charset?: string) => {
    const elements = keysOf('STUDY', keys)
    if (charset !== undefined) elements.push(textElement(TAG.SpecificCharacterSet, 'CS', charset))
    return textsOf((await find(association, { model: 'study-root', keys: elements })).matches, TAG.PatientID)
  }
  // textElement writes UTF-8.
  assert.deepEqual(await found({ [TAG.PatientName]: 'DVOŘ*', [TAG.PatientID]: '' }, 'ISO_IR 192'), [
    'P-1',
    'P-2',
    'P-3',
  ])
  // By the label, too; and found by either it goes out with its own bytes (above).
  assert.deepEqual(await found({ [TAG.PatientName]: 'dvoøák*', [TAG.PatientID]: '' }, 'ISO_IR 192'), ['P-3'])
  assert.deepEqual(await found({ [TAG.PatientName]: 'ši?ka^JIŘÍ', [TAG.PatientID]: '' }, 'ISO_IR 192'), [
    'P-4',
  ])
  assert.deepEqual(await found({ [TAG.PatientID]: 'p-1' }), [])
  assert.deepEqual(await found({ [TAG.PatientID]: 'P-?' }), ['P-1', 'P-2', 'P-3', 'P-4'])
  assert.deepEqual(
    await found({ [TAG.StudyInstanceUID]: `${studyUid(1)}\\${studyUid(4)}\\1.2.3`, [TAG.PatientID]: '' }),
    ['P-1', 'P-4'],
  )
  assert.equal((await found({ [TAG.StudyDate]: '20260301-20260331' })).length, 4)
  assert.equal((await found({ [TAG.StudyDate]: '-20260314' })).length, 0)
  await association.release()
})

test('what is wrong with a query or retrieval is told by its status', async (t) => {
  const node = await nodeThatHolds(t)
  const association = await node.ask()
  const ofLevel = async (level: string) =>
    (await find(association, { model: 'study-root', keys: keysOf(level) })).status
  assert.equal(await ofLevel('PATIENT'), STATUS.identifierDoesNotMatchSopClass)
  assert.equal(await ofLevel('nothing'), STATUS.identifierDoesNotMatchSopClass)
  const study = keysOf('STUDY', { [TAG.StudyInstanceUID]: studyUid(1) })
  const elsewhere = await move(association, { model: 'study-root', keys: study }, 'ELSEWHERE')
  assert.equal(elsewhere.status, STATUS.moveDestinationUnknown)
  await association.release()
})

test('only who is configured may ask', async (t) => {
  const { port } = await nodeThatHolds(t)
  const query = ['-S', '-k', 'QueryRetrieveLevel=STUDY', '127.0.0.1', port]
  await assert.rejects(run('findscu', ['-aet', 'STRANGER', '-aec', 'EPACS_NODE', ...query]), /Rejected/)
  await run('findscu', [...AS_STATION, ...query])
})

test('findscu finds', async (t) => {
  const { port } = await nodeThatHolds(t)
  const keys = [
    'QueryRetrieveLevel=STUDY',
    'PatientID=P-2',
    'StudyInstanceUID',
    'NumberOfStudyRelatedInstances',
  ]
  const told = await run('findscu', [
    ...AS_STATION,
    '-S',
    ...keys.flatMap((key) => ['-k', key]),
    ...['127.0.0.1', port],
  ])
  assert.match(told, new RegExp(`\\[${studyUid(2).replaceAll('.', '\\.')}`))
  assert.match(told, /\(0020,1208\) IS \[4/)
  assert.doesNotMatch(told, new RegExp(`\\[${studyUid(1).replaceAll('.', '\\.')}\\s*\\]`))
})

for (const model of ['-S', '-P']) {
  test(`getscu ${model} gets a study, byte for byte`, async (t) => {
    const node = await nodeThatHolds(t)
    const into = node.path('got')
    await mkdir(into)
    const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${studyUid(2)}`]
    if (model === '-P') keys.push('PatientID=P-2')
    await run('getscu', [
      ...AS_STATION,
      ...[model, '+B', '-od', into],
      ...keys.flatMap((key) => ['-k', key]),
      ...['127.0.0.1', node.port],
    ])
    assertSame(await dataSetsIn(into), node, [2])
  })
}

test('movescu has a series and a study moved to a configured station, byte for byte', async (t) => {
  const stationPort = await freePort()
  const node = await nodeThatHolds(t, [stationPort])
  const into = node.path('moved')
  await mkdir(into)
  await serve(t, 'storescp', ['+B', '-od', into, String(stationPort)], [stationPort])
  const moved = async (...keys: readonly string[]) =>
    await run('movescu', [
      ...['-v', ...AS_STATION, '-aem', 'STATION1', '-S'],
      ...keys.flatMap((key) => ['-k', key]),
      ...['127.0.0.1', node.port],
    ])
  await moved(
    'QueryRetrieveLevel=SERIES',
    `StudyInstanceUID=${studyUid(1)}`,
    `SeriesInstanceUID=${seriesUid(1, 2)}`,
  )
  assert.equal((await readdir(into)).length, 2)
  await moved('QueryRetrieveLevel=STUDY', `StudyInstanceUID=${studyUid(1)}`)
  assertSame(await dataSetsIn(into), node, [1])
})

test('sub-operations are counted as they are done; a station that is away fails them all', async (t) => {
  const [stationPort, nobody] = [await freePort(), await freePort()]
  const node = await nodeThatHolds(t, [stationPort, nobody])
  const into = node.path('moved')
  await mkdir(into)
  await serve(t, 'storescp', ['+B', '-od', into, String(stationPort)], [stationPort])
  const association = await node.ask()
  const keys = keysOf('STUDY', { [TAG.StudyInstanceUID]: studyUid(3) })
  const told: string[] = []
  const moved = await move(association, { model: 'study-root', keys }, 'STATION1', (counts) =>
    told.push(`${counts.completed}+${counts.remaining}`),
  )
  assert.deepEqual(told, ['1+3', '2+2', '3+1'])
  assert.equal(moved.status, STATUS.success)
  assert.deepEqual(moved.counts, { remaining: 0, completed: 4, failed: 0, warning: 0 })
  const failed = await move(association, { model: 'study-root', keys }, 'STATION2')
  assert.equal(failed.status, STATUS.cannotPerformSuboperations)
  assert.deepEqual(failed.counts, { remaining: 0, completed: 0, failed: 4, warning: 0 })
  await association.release()
})

test('a retrieval that is cancelled ends, and says what was left', async (t) => {
  const stationPort = await freePort()
  const node = await nodeThatHolds(t, [stationPort])
  const stop = new AbortController()
  // The station takes no second image before the cancellation has come.
  const station = await Acceptor.listen({
    host: '127.0.0.1',
    port: stationPort,
    admit: () => ({
      services: {
        store: async () => {
          if (!stop.signal.aborted) stop.abort()
          await new Promise((resolve) => setTimeout(resolve, 100))
          return { status: STATUS.success }
        },
      },
    }),
  })
  t.after(() => station.close())
  const association = await node.ask()
  const keys = keysOf('STUDY', { [TAG.StudyInstanceUID]: [1, 2, 3, 4].map(studyUid).join('\\') })
  const moved = await move(association, { model: 'study-root', keys, cancel: stop.signal }, 'STATION1')
  assert.equal(moved.status, STATUS.cancelled)
  assert.equal(moved.counts.completed + moved.counts.remaining, 16)
  assert.ok(moved.counts.remaining > 0)
  await association.release()
})

/** One image more, of a study of its own. */
async function holdMore(
  { holding, path }: Node,
  study: number,
  { issuer, ...said }: { patientId: string; patientName: string; issuer?: string },
): Promise<void> {
  const file = ctSlice({ study, instance: 1, ...said })
  const at = file.indexOf(Buffer.from([0x10, 0, 0x30, 0, 0x44, 0x41]))
  const head = Buffer.from([0x10, 0, 0x21, 0, 0x4c, 0x4f, issuer?.length ?? 0, 0])
  const element = issuer === undefined ? [] : [head, Buffer.from(issuer)]
  const whole = Buffer.concat([file.subarray(0, at), ...element, file.subarray(at)])
  await writeFile(path(`${study}.dcm`), whole)
  const sha256 = createHash('sha256').update(whole).digest('hex')
  const place = { path: path(`${study}.dcm`), offsetBytes: 0, sizeBytes: whole.length, sha256 }
  await holding.take(`message-${study}`, 'received', [{ ...place, hashed: 'instance' }])
}

test('patients of two hospitals under one ID are two, and are not pulled as one', async (t) => {
  const stationPort = await freePort()
  const node = await nodeThatHolds(t, [stationPort])
  await serve(t, 'storescp', ['--ignore', String(stationPort)], [stationPort])
  await holdMore(node, 11, { patientId: 'P-1', patientName: 'Svobodová^Eva', issuer: 'JINDE!' })
  await holdMore(node, 12, { patientId: 'P-2', patientName: 'DVORAK^JIRI' })
  const association = await node.ask()
  const found = await find(association, {
    model: 'patient-root',
    keys: keysOf('PATIENT', { [TAG.PatientID]: 'P-1', [0x00201202]: '' }),
  })
  assert.deepEqual(textsOf(found.matches, 0x00201202), ['1', '2'])
  const moved = async (level: string, keys: Readonly<Record<number, string>>) =>
    await move(association, { model: 'patient-root', keys: keysOf(level, keys) }, 'STATION1')
  const refused = await moved('PATIENT', { [TAG.PatientID]: 'P-1' })
  assert.equal(refused.status, STATUS.identifierDoesNotMatchSopClass)
  assert.match(refused.errorComment ?? '', /Several patients have this ID/)
  const ofIssuer = await moved('PATIENT', { [TAG.PatientID]: 'P-1', [TAG.IssuerOfPatientID]: 'JINDE!' })
  assert.deepEqual([ofIssuer.status, ofIssuer.counts.completed], [STATUS.success, 1])
  const study = { [TAG.PatientID]: 'P-1', [TAG.StudyInstanceUID]: studyUid(1) }
  assert.equal((await moved('STUDY', study)).counts.completed, 4)
  // Another spelling is no other patient.
  assert.equal((await moved('PATIENT', { [TAG.PatientID]: 'P-2' })).counts.completed, 5)
  await association.release()
})

test('the log says which studies went to whom, and names no patient', async (t) => {
  const stationPort = await freePort()
  const node = await nodeThatHolds(t, [stationPort])
  await serve(t, 'storescp', ['--ignore', String(stationPort)], [stationPort])
  const association = await node.ask()
  const keys = keysOf('STUDY', { [TAG.PatientID]: 'P-1', [TAG.PatientName]: '' })
  await find(association, { model: 'study-root', keys })
  const study = keysOf('STUDY', { [TAG.StudyInstanceUID]: studyUid(3) })
  await move(association, { model: 'study-root', keys: study }, 'STATION1')
  await association.release()
  const told = node.logged.flatMap((line) => {
    const { calling, destination, studies, studyUids } = JSON.parse(line)
    return calling === undefined ? [] : [[calling, destination, studies, studyUids]]
  })
  assert.deepEqual(told, [
    ['STATION', undefined, 1, [studyUid(1)]],
    ['STATION', 'STATION1', 1, [studyUid(3)]],
  ])
  assert.doesNotMatch(node.logged.join(''), /P-\d|Dvo/)
})

test('a file of the disk that has changed is never told to be an image', async (t) => {
  const node = await nodeThatHolds(t)
  const [name = ''] = [...node.holding.objects.files()].toSorted()
  const path = node.path(join('held', name))
  const changed = await readFile(path)
  changed[changed.length - 1] = 0xee
  await writeFile(path, changed)
  const into = node.path('got')
  await mkdir(into)
  const got = run('getscu', [
    ...AS_STATION,
    ...['-S', '+B', '-od', into, '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${studyUid(1)}`],
    ...['127.0.0.1', node.port],
  ])
  await got.catch(() => undefined)
  const [first] = node.holding.objects.instances({ study: [studyUid(1)] }, 'places-alone')
  assert.ok(first)
  assert.ok(!(await dataSetsIn(into)).has(first.sopInstanceUid))
})

test('what is too old or too much goes, the oldest first, and its files with it', async (t) => {
  const node = await nodeThatHolds(t)
  const sizes = node.holding.objects.items().map(({ sizeBytes }) => sizeBytes)
  node.query.hold.gigabytes = ((sizes[2] ?? 0) + (sizes[3] ?? 0)) / 1e9
  await node.holding.trim()
  assert.deepEqual(
    node.holding.objects.items().map(({ id }) => id),
    ['message-3', 'message-4'],
  )
  assert.equal((await readdir(node.path('held'))).length, 8)
  node.query.hold.days = 1e-9
  await node.holding.trim()
  assert.deepEqual(await readdir(node.path('held')), [])
})
