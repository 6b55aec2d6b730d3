/** Passports of real PACS: Orthanc and DCMTK's storescp, restricted as their own manuals say, within what an administrator declares. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { type HeaderSoFar, TAG, type VR } from '@epacs/dicom'
import { CountedKinds } from '@epacs/intake'
import { foreseeStudies, type ImageKind, type RecipientPassport } from '@epacs/intake/passport'
import pino from 'pino'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { freePort, serve, temporaryFolder } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { LiveConfig } from '../config/live-config.ts'
import { configSchema, type NodeConfigFile } from '../config/schema.ts'
import { NodeDatabase } from '../state/database.ts'
import { Foreseeing, type ForeseeingParts } from './foreseeing.ts'
import { learn } from './learn.ts'
import { LearnedPacs } from './learned.ts'
import { type Passport, passportOf } from './passport.ts'
import { Passports } from './passports.ts'

const CT = '1.2.840.10008.5.1.4.1.1.2'
const MR = '1.2.840.10008.5.1.4.1.1.4'
const EXPLICIT = '1.2.840.10008.1.2.1'
const JPEG = '1.2.840.10008.1.2.4.50'
const JPEG_LS = '1.2.840.10008.1.2.4.80'
const MPEG = '1.2.840.10008.1.2.4.100'
const signal = new AbortController().signal

type PacsFile = NonNullable<NodeConfigFile['pacs']>

function configured(pacs: PacsFile, storing: NodeConfigFile['storing'] = []) {
  return configSchema.parse({ pacs, storing })
}

/** What is foreseen of one image. */
function foreseen(kind: Partial<ImageKind>, nodes: RecipientPassport['nodes']) {
  const image = { sopClassUid: CT, transferSyntaxUid: EXPLICIT, modality: 'CT', characterSets: [], ...kind }
  return foreseeStudies([{ ...image, study: '1.2', instances: 3 }], { nodes }).map(
    ({ what, isPartly, isCertain, instances }) => [what, isCertain ? isPartly : 'perhaps', instances],
  )
}

/** As senders get it of a node whose PACS takes that. */
async function askedOf(pacs: Extract<PacsFile, { host?: string | undefined }>) {
  const config = configured(pacs)
  const [only] = config.pacs
  assert.ok(only?.by === 'c-store')
  const learned = { learnedMs: Date.now(), takes: await learn(only, { signal, pauseMs: 0 }) }
  return [{ places: passportOf(config, () => learned).pacs, rules: [] }]
}

test('an Orthanc that takes few transfer syntaxes says so: what is decompressed for it, and what it refuses', async (t) => {
  const { dicomPort: port } = await startOrthanc(t, await freePort(), {
    AcceptedTransferSyntaxes: ['1.2.840.10008.1.2', EXPLICIT, JPEG],
    UnknownSopClassAccepted: false,
  })
  const nodes = await askedOf({ host: '127.0.0.1', port, aeTitle: 'ORTHANC', decompress: 'lossless' })
  assert.deepEqual(foreseen({}, nodes), [])
  assert.deepEqual(foreseen({ transferSyntaxUid: JPEG }, nodes), [])
  assert.deepEqual(foreseen({ transferSyntaxUid: JPEG_LS }, nodes), [['decompressed', false, 3]])
  assert.deepEqual(foreseen({ transferSyntaxUid: MPEG }, nodes), [['syntax-refused', false, 3]])
  // Nobody asked about a manufacturer's own: nothing is said.
  assert.deepEqual(foreseen({ sopClassUid: '1.3.12.2.1107.5.9.1' }, nodes), [])
  assert.deepEqual(foreseen({ transferSyntaxUid: '1.2.840.113619.5.2' }, nodes), [])
})

test('a storescp that takes CT alone says so', async (t) => {
  const folder = await temporaryFolder(t)
  const profile = join(folder, 'storescp.cfg')
  const lines = [
    '[[TransferSyntaxes]]',
    '[Some]',
    `TransferSyntax1 = ${EXPLICIT}`,
    `TransferSyntax2 = ${JPEG_LS}`,
    '[[PresentationContexts]]',
    '[Few]',
    'PresentationContext1 = 1.2.840.10008.1.1\\Some',
    `PresentationContext2 = ${CT}\\Some`,
    '[[Profiles]]',
    '[Default]',
    'PresentationContexts = Few',
  ]
  await writeFile(profile, `${lines.join('\n')}\n`)
  const port = await freePort()
  await serve(t, 'storescp', ['-od', folder, '-xf', profile, 'Default', String(port)], [port])
  const nodes = await askedOf({ host: '127.0.0.1', port, aeTitle: 'FEW', decompress: 'lossy-too' })
  assert.deepEqual(foreseen({ transferSyntaxUid: JPEG_LS }, nodes), [])
  assert.deepEqual(foreseen({ transferSyntaxUid: JPEG }, nodes), [['decompressed', false, 3]])
  assert.deepEqual(foreseen({ sopClassUid: MR, transferSyntaxUid: JPEG }, nodes), [
    ['class-refused', false, 3],
  ])
})

test('what the administrator says restricts what the PACS says, stands alone where it is not asked, and tells of character sets', () => {
  const at = { host: '127.0.0.1', port: 104, aeTitle: 'PACS' }
  const nodesOf = (
    pacs: PacsFile,
    learned?: Parameters<typeof passportOf>[1],
    rules: NodeConfigFile['storing'] = [],
  ) => {
    const { pacs: places, storing } = passportOf(configured(pacs, rules), learned ?? (() => undefined))
    const names = places.map(({ name }) => name)
    const numbered = storing.map(({ modality, to }) => ({
      modality,
      places: to.map((name) => names.indexOf(name)),
    }))
    return [{ places, rules: numbered }]
  }
  // Not asked yet, or a PACS behind STOW-RS: nothing is known.
  assert.deepEqual(foreseen({ transferSyntaxUid: MPEG }, nodesOf(at)), [])
  assert.deepEqual(
    foreseen({ transferSyntaxUid: MPEG }, nodesOf({ stow: 'https://pacs.example/dicom-web' })),
    [],
  )
  // One behind STOW-RS cannot be asked: what its administrator says stands alone.
  const byStow = nodesOf({ stow: 'https://pacs.example/dicom-web', takes: { transferSyntaxes: [EXPLICIT] } })
  assert.deepEqual(foreseen({ transferSyntaxUid: MPEG }, byStow), [['syntax-refused', false, 3]])
  const declared = nodesOf({
    ...at,
    takes: { ask: false, transferSyntaxes: [EXPLICIT], characterSets: ['ISO_IR 101'] },
  })
  assert.deepEqual(foreseen({ transferSyntaxUid: JPEG_LS }, declared), [['syntax-refused', false, 3]])
  assert.deepEqual(foreseen({ characterSets: ['ISO_IR 101'] }, declared), [])
  assert.deepEqual(foreseen({ characterSets: ['ISO 2022 IR 101'] }, declared), [])
  assert.deepEqual(foreseen({ characterSets: [''] }, declared), [])
  assert.deepEqual(foreseen({ characterSets: ['ISO_IR 192'] }, declared), [['characters', false, 3]])
  const all = {
    transferSyntaxUids: [EXPLICIT, JPEG_LS],
    kinds: [{ sopClassUids: [CT, MR], transferSyntaxUids: [EXPLICIT, JPEG_LS] }],
  }
  const learned = () => ({ learnedMs: 0, takes: all })
  assert.deepEqual(foreseen({ sopClassUid: MR }, nodesOf({ ...at, takes: { sopClasses: [CT] } }, learned)), [
    ['class-refused', false, 3],
  ])
  // Two PACS, one of which takes less; and a rule that keeps CT from it.
  const two = [
    { ...at, name: 'ARCHIVE' },
    { ...at, name: 'OLD', takes: { transferSyntaxes: [EXPLICIT] } },
  ]
  const compressed = { transferSyntaxUid: JPEG_LS }
  assert.deepEqual(foreseen(compressed, nodesOf(two, learned)), [['syntax-refused', true, 3]])
  const rules = [{ when: { modality: ['C*'] }, to: ['ARCHIVE'] }]
  assert.deepEqual(foreseen(compressed, nodesOf(two, learned, rules)), [])
  assert.deepEqual(foreseen({ ...compressed, modality: 'MR' }, nodesOf(two, learned, rules)), [
    ['syntax-refused', true, 3],
  ])
  // Another one takes it at whichever node.
  assert.deepEqual(foreseen(compressed, [...nodesOf(two, learned), ...nodesOf(two, learned, rules)]), [
    ['syntax-refused', true, 3],
  ])
  assert.deepEqual(foreseen(compressed, []), [])
  assert.deepEqual(foreseen(compressed, null), [])
})

test('that another PACS takes it is said only where one is known to', () => {
  const place = (
    kinds: readonly (readonly [string, readonly string[]])[] | null,
    decompresses: string[] = [],
  ) => ({
    ...{ learnedAt: null, decompresses, characterSets: null },
    takes: kinds && {
      transferSyntaxUids: [EXPLICIT, JPEG_LS],
      kinds: kinds.map(([uid, transferSyntaxUids]) => ({ sopClassUids: [uid], transferSyntaxUids })),
    },
  })
  const [noCt, noJpegLs, takes, unknown] = [
    place([[CT, []]]),
    place([[CT, [EXPLICIT]]]),
    place([[CT, [EXPLICIT, JPEG_LS]]]),
    place(null),
  ]
  const decompressing = place([[CT, [EXPLICIT]]], [JPEG_LS])
  const at = (...nodes: (readonly ReturnType<typeof place>[])[]) =>
    foreseen(
      { transferSyntaxUid: JPEG_LS },
      nodes.map((places) => ({ places, rules: [] })),
    )
  // Each for a reason of its own: refused by all, told once, and as what can be done about it.
  assert.deepEqual(at([noCt, noJpegLs]), [['syntax-refused', false, 3]])
  assert.deepEqual(at([noCt, unknown]), [['class-refused', 'perhaps', 3]])
  assert.deepEqual(at([unknown]), [])
  assert.deepEqual(at([noCt, takes]), [['class-refused', true, 3]])
  assert.deepEqual(at([noCt, noJpegLs, decompressing]), [
    ['class-refused', true, 3],
    ['syntax-refused', true, 3],
    ['decompressed', true, 3],
  ])
  // Nodes that differ: a refusal by one of two PACS is milder than one by all of the other node's.
  assert.deepEqual(at([noCt, takes], [noJpegLs]), [['syntax-refused', 'perhaps', 3]])
  assert.deepEqual(at([takes], [noJpegLs]), [['syntax-refused', 'perhaps', 3]])
  assert.deepEqual(at([noCt], [noJpegLs]), [['syntax-refused', false, 3]])
  assert.deepEqual(at([noCt, unknown], [noCt]), [['class-refused', 'perhaps', 3]])
  assert.deepEqual(at([takes], [decompressing]), [['decompressed', true, 3]])
})

test('a PACS that does not answer keeps nobody waiting, and what it said before stays; with passport: false nobody is asked or named', async (t) => {
  const folder = await temporaryFolder(t)
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const asking: Socket[] = []
  // Takes the connection, and is silent.
  const silent = createServer((socket) => asking.push(socket.on('error', () => undefined)))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    for (const socket of asking) socket.destroy()
    silent.close()
  })
  const { port } = silent.address() as AddressInfo
  const file = join(folder, 'node.yaml')
  const text = (isPublished: boolean) =>
    JSON.stringify({
      passport: isPublished,
      pacs: { name: 'Radiology', host: '127.0.0.1', port, aeTitle: 'A' },
    })
  const log = pino({ level: 'silent' })
  const config = new LiveConfig(file, configSchema.parse(JSON.parse(text(true))), log)
  const learned = new LearnedPacs(database)
  const [pacs] = config.now.pacs
  assert.ok(pacs?.by === 'c-store')
  const takes = { transferSyntaxUids: [EXPLICIT], kinds: [{ sopClassUids: [CT], transferSyntaxUids: [] }] }
  learned.note(pacs, 0, takes)
  const told: Passport[] = []
  const heard = new EventTarget()
  const connection = {
    async call<T>({ json }: { readonly json?: unknown }): Promise<T> {
      told.push(json as Passport)
      heard.dispatchEvent(new Event('told'))
      return undefined as T
    },
  }
  const passports = new Passports({ config, learned, connection, log, isAwaited: () => true })
  passports.start()
  await once(heard, 'told')
  assert.deepEqual(told[0]?.pacs[0], { ...passports.now().pacs[0], name: 'Radiology', takes })
  // Images go first, but not before a person.
  passports.askNow()
  await once(silent, 'connection')
  const sinceMs = performance.now()
  await passports.stop()
  assert.ok(performance.now() - sinceMs < 10_000, 'it waits for the PACS')
  assert.deepEqual(learned.of(pacs)?.takes, takes)

  await writeFile(file, text(false))
  await config.reload()
  const unpublished = new Passports({ config, learned, connection, log, isAwaited: () => false })
  unpublished.askNow()
  await once(heard, 'told')
  await unpublished.stop()
  const nothing = { learnedAt: null, takes: null, decompresses: [], characterSets: null }
  assert.deepEqual(told.at(-1), { pacs: [{ name: 'PACS', ...nothing }], storing: [] })
  assert.equal(asking.length, 1)
})

test('while images wait for a PACS it is left alone, and looked at again after five minutes', async (t) => {
  const folder = await temporaryFolder(t)
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const calls: Socket[] = []
  const pacs = createServer((socket) => calls.push(socket.on('error', () => undefined)))
  await once(pacs.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    for (const socket of calls) socket.destroy()
    pacs.close()
  })
  const { port } = pacs.address() as AddressInfo
  const log = pino({ level: 'silent' })
  const config = new LiveConfig('node.yaml', configured({ host: '127.0.0.1', port, aeTitle: 'A' }), log)
  let nowMs = 1000
  t.mock.timers.enable({ apis: ['setTimeout'] })
  t.mock.method(performance, 'now', () => nowMs)
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 10) {
      nowMs += 10_000
      t.mock.timers.tick(10_000)
      // What the timers have begun.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  let isAwaited = true
  let looked = 0
  const passports = new Passports({
    ...{ config, learned: new LearnedPacs(database), log },
    connection: { call: async <T>() => undefined as T },
    isAwaited: () => {
      looked += 1
      return isAwaited
    },
  })
  t.after(async () => await passports.stop())
  passports.start()
  await pass(60)
  assert.deepEqual([looked, calls.length], [1, 0], 'images go first')
  isAwaited = false
  await pass(200)
  assert.deepEqual([looked, calls.length], [1, 0], 'it is left alone for five minutes')
  const called = once(pacs, 'connection')
  await pass(120)
  assert.equal(looked, 2)
  await called
})

test('what is foreseen of a message is for whom it goes to now, and of all its images or none', async () => {
  const takes = { transferSyntaxUids: [EXPLICIT], kinds: [{ sopClassUids: [CT], transferSyntaxUids: [] }] }
  const places = [{ learnedAt: null, takes, decompresses: [], characterSets: null }]
  const noted: unknown[] = []
  const there = { recipientId: 'one', arrived: 2 }
  const whileAsked = { now: () => {} }
  const queue = {
    find: () => ({ recipientId: there.recipientId, source: null }),
    images: { instances: () => Array.from({ length: there.arrived }, () => ({})) },
    noteForeseen: (_: string, foreseen: readonly { instances: number }[]) =>
      noted.push(foreseen[0]?.instances),
  } as unknown as ForeseeingParts['queue']
  const connection = {
    async call<T>(): Promise<T> {
      whileAsked.now()
      return { nodes: [{ places, rules: [] }], sopClassNames: {} } as T
    },
  }
  const foreseeing = new Foreseeing({ queue, connection, log: pino({ level: 'silent' }) })
  type Header = Parameters<Foreseeing['add']>[1]
  const header = { sopClassUid: CT, transferSyntaxUid: EXPLICIT, studyInstanceUid: '1.2', dataSet: new Map() }
  foreseeing.add('m', header as unknown as Header)
  await foreseeing.complete('m')
  assert.deepEqual(noted, [], 'the node was started anew between its two images')
  foreseeing.add('m', header as unknown as Header)
  whileAsked.now = () => {
    there.recipientId = 'another'
  }
  there.recipientId = 'two'
  await foreseeing.complete('m')
  assert.deepEqual(noted, [], 'it was redirected while the centre was asked')
  await foreseeing.complete('m')
  assert.deepEqual(noted, [2])
})

test('of what is written in ASCII no character set is in the way', () => {
  const setsOf = (name: string) => {
    const element = (tag: number, vr: VR, text: string) =>
      [tag, { tag, vr, value: new TextEncoder().encode(text), items: [] }] as const
    const dataSet = new Map([
      element(TAG.SpecificCharacterSet, 'CS', 'ISO_IR 192'),
      element(TAG.PatientName, 'PN', name),
    ])
    const kinds = new CountedKinds()
    const header = { sopClassUid: CT, transferSyntaxUid: EXPLICIT, studyInstanceUid: '1.2', dataSet }
    kinds.add(header as unknown as HeaderSoFar)
    return kinds.all()[0]?.characterSets
  }
  assert.deepEqual([setsOf('Novak^Jan'), setsOf('Novák^Jan')], [[], ['ISO_IR 192']])
})
