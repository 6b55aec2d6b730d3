/** Who in the hospital may send to whom, by the programs and sockets of others. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import {
  type Association,
  type Commitment,
  hashedPassword,
  requestAssociation,
  requestCommitment,
  STORAGE_COMMITMENT,
  store,
} from '@epacs/dicom/network'
import { pino } from 'pino'
import { writeControlPdu } from '../../../../packages/dicom/src/network/pdu/write-pdu.ts'
import { CT_IMAGE, EXPLICIT_LITTLE } from '../../../../packages/dicom/src/network/testing/loopback.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { PLAIN_REQUEST, RawPeer } from '../../../../packages/dicom/src/network/testing/raw-peer.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Commitments } from '../commitment/commitments.ts'
import { LiveConfig } from '../config/live-config.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { NodeDatabase } from '../state/database.ts'
import { LeftOut } from '../state/left-out.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { Participants } from '../state/participants.ts'
import { DicomPort } from './dicom-port.ts'
import { Room } from './room.ts'
import { Spool } from './spool.ts'

function plainPort({ ports: { plain } }: DicomPort): number {
  assert.ok(plain)
  return plain
}

async function opened(
  t: TestContext,
  dicom: Partial<NodeConfigFile['dicom']>,
  pacs: NodeConfigFile['pacs'] = null,
) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-callers-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const participants = new Participants(database, () => ({}))
  participants.replace(['MOTOL', 'HORNICKA'].map((aeTitle) => ({ id: aeTitle, name: aeTitle, aeTitle })))
  const file: NodeConfigFile = {
    pacs,
    dicom: { host: '127.0.0.1', port: await freePort(), diskReserveBytes: 0, ...dicom },
  }
  const log = pino({ level: 'silent' })
  const config = new LiveConfig('node.yaml', parseNodeConfig(JSON.stringify(file), 'node.yaml'), log)
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const queue = new OutgoingQueue(database)
  const commitments = new Commitments({ database, spool, participants, config, log })
  const port = await DicomPort.open({
    config,
    participants,
    spool,
    room: new Room({ spool, queue, config, log }),
    queue,
    leftOut: new LeftOut(database),
    log,
    onTaken: () => {},
    onComplete: () => {},
    onCommitted: () => {},
    committing: (call) => commitments.of(call),
    queried: () => undefined,
  })
  t.after(async () => {
    await port.close()
    database.close()
    await rm(folder, { recursive: true })
  })
  const image = join(folder, 'image.dcm')
  await writeFile(image, ctSlice({ instance: 1 }))
  /** What DCMTK says of it: its success, or why the association was rejected. */
  const send = async (calling: string, called: string, ...options: string[]) =>
    await run('storescu', [
      ...['-v', '-aet', calling, '-aec', called, ...options],
      ...['127.0.0.1', String(plainPort(port)), image],
    ]).catch((error: { readonly stderr: string }) => error.stderr)
  const unreported = () =>
    database.get<{ left: number }>('select count(*) as left from commitment_report')?.left
  return { port, send, queue, spool, unreported }
}

const SUCCESS = /Store Response \(Success\)/

test('an image goes only to whom its sender may send to, and only from its addresses', async (t) => {
  const { send } = await opened(t, {
    callers: [
      { aeTitle: 'CT1', addresses: ['127.0.0.0/8'], recipients: ['MOTOL'] },
      { aeTitle: 'CT2', addresses: ['10.0.0.0/8', '2001:db8::/32'] },
      { aeTitle: 'ALL', addresses: ['127.0.0.1'] },
    ],
  })
  assert.match(await send('CT1', 'MOTOL'), SUCCESS)
  assert.match(await send('CT1', 'HORNICKA'), /Called AE Title Not Recognized/)
  assert.match(await send('CT2', 'MOTOL'), /Calling AE Title Not Recognized/)
  assert.match(await send('STRANGER', 'MOTOL'), /Calling AE Title Not Recognized/)
  assert.match(await send('ALL', 'HORNICKA'), SUCCESS)
})

test('a caller with users is let in with one of them alone, each to its own recipients', async (t) => {
  const { send } = await opened(t, {
    callers: [
      {
        aeTitle: 'PACS',
        addresses: ['127.0.0.1'],
        recipients: ['MOTOL'],
        users: [
          { name: 'radiology', passwordHash: await hashedPassword('first') },
          { name: 'trauma', passwordHash: await hashedPassword('second'), recipients: ['HORNICKA'] },
        ],
      },
      { aeTitle: 'CT1', addresses: ['127.0.0.1'] },
    ],
  })
  const as = (user: string, password: string) => ['--user', user, '--password', password]
  const refused = /\(ACSE Related\)\nF: Reason: No Reason/
  assert.match(await send('PACS', 'MOTOL', ...as('radiology', 'first')), SUCCESS)
  // It asks for an answer, and takes none for a refusal.
  assert.match(await send('PACS', 'HORNICKA', ...as('trauma', 'second'), '--pos-response'), SUCCESS)
  assert.match(await send('PACS', 'HORNICKA', ...as('radiology', 'first')), /Called AE Title Not Recognized/)
  assert.match(await send('PACS', 'MOTOL', ...as('trauma', 'second')), /Called AE Title Not Recognized/)
  assert.match(await send('PACS', 'MOTOL', ...as('radiology', 'second')), refused)
  assert.match(await send('PACS', 'MOTOL', '--user', 'radiology'), refused)
  assert.match(await send('PACS', 'MOTOL'), refused)
  // Of a caller without users it is ignored.
  assert.match(await send('CT1', 'MOTOL', ...as('anybody', 'anything')), SUCCESS)
})

test('the longest PDU is the configured one, and storage classes are those that are configured', async (t) => {
  const privateClass = '1.2.840.113619.4.26'
  const enhanced = '1.2.840.10008.5.1.4.1.1.2.1'
  const syntaxes = [EXPLICIT_LITTLE]
  for (const [storage, expected] of [
    ['all', [0, 0, 0]],
    ['standard', [0, 0, 3]],
    [[enhanced], [3, 0, 3]],
  ] as const) {
    const { port } = await opened(t, {
      callers: [{ aeTitle: 'RAW', addresses: ['127.0.0.1'] }],
      maxPduBytes: 32_768,
      storage: typeof storage === 'string' ? storage : [...storage],
    })
    const peer = await RawPeer.connect(t, plainPort(port), false)
    const contexts = [CT_IMAGE, enhanced, privateClass].map((abstractSyntax, index) => ({
      id: 2 * index + 1,
      abstractSyntax,
      transferSyntaxes: syntaxes,
    }))
    peer.send(writeControlPdu({ ...PLAIN_REQUEST, calledAeTitle: 'MOTOL', contexts }))
    const accept = await peer.next('associate-accept')
    assert.ok(!(accept instanceof Uint8Array) && accept.type === 'associate-accept')
    assert.equal(accept.user.maxPduBytes, 32_768)
    assert.deepEqual(
      accept.contexts.map(({ result }) => result),
      expected,
    )
  }
})

test('the node takes no context of storage commitment but of its PACS, which reports from its own address', async (t) => {
  const pacs = { port: 104, aeTitle: 'ARCHIVE', callingAeTitle: 'EPACS_NODE' }
  const contexts = [{ id: 1, abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [EXPLICIT_LITTLE] }]
  const answerTo = async (port: number, callingAeTitle: string, calledAeTitle: string) => {
    const peer = await RawPeer.connect(t, port, false)
    peer.send(writeControlPdu({ ...PLAIN_REQUEST, callingAeTitle, calledAeTitle, contexts }))
    await until('it is answered', () => peer.received.length > 0)
    const [pdu] = peer.received
    assert.ok(pdu !== undefined && !(pdu instanceof Uint8Array))
    return pdu.type === 'associate-accept' ? pdu.contexts[0]?.result : pdu.type
  }
  for (const [host, callers, expected] of [
    ['localhost', ['10.0.0.1'], 0],
    ['192.0.2.7', ['127.0.0.1'], 0],
    ['192.0.2.7', ['10.0.0.1'], 'associate-reject'],
  ] as const) {
    const { port } = await opened(
      t,
      {
        callers: [
          { aeTitle: 'ARCHIVE', addresses: [...callers] },
          { aeTitle: 'CT1', addresses: ['127.0.0.1'] },
        ],
      },
      { host, ...pacs },
    )
    assert.equal(await answerTo(plainPort(port), 'ARCHIVE', 'EPACS_NODE'), expected, host)
    assert.equal(await answerTo(plainPort(port), 'CT1', 'MOTOL'), 3)
  }
})

/** A PACS that asks for commitment, and what it was told. */
async function asking(port: DicomPort, called: string, isListening = true) {
  const told = new Map<string, Commitment>()
  const contexts = [CT_IMAGE, STORAGE_COMMITMENT].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_LITTLE],
  }))
  const association: Association = await requestAssociation({
    host: '127.0.0.1',
    port: plainPort(port),
    callingAeTitle: 'ARCHIVE',
    calledAeTitle: called,
    contexts,
    services: isListening
      ? {
          committed: async (result) => {
            told.set(result.transactionUid, result)
            return { status: 0 }
          },
        }
      : {},
  })
  const ask = async (transactionUid: string, ...instances: ReturnType<typeof slice>[]) => {
    const request = { transactionUid, instances }
    assert.equal((await requestCommitment(association, request)).status, 0)
    if (isListening) await until('it is told', () => told.has(transactionUid))
    const result = told.get(transactionUid)
    return [result?.done.length, ...(result?.failed ?? []).map(({ reason }) => reason)]
  }
  return { association, told, ask }
}

function slice(instance: number) {
  const object = storedObject(ctSlice({ instance }))
  assert.ok(object)
  return object
}

test('the node answers for what lies in its spool or was delivered, to who sent it, for whom it was sent', async (t) => {
  const { port, queue, spool } = await opened(t, {
    callers: [{ aeTitle: 'ARCHIVE', addresses: ['127.0.0.1'], commitment: {} }],
  })
  const { association, ask } = await asking(port, 'MOTOL')
  for (const instance of [1, 2]) assert.equal((await store(association, slice(instance))).status, 0)
  assert.deepEqual(await ask('2.25.1', slice(1), slice(2), slice(3)), [2, 0x0112])
  assert.equal(await spool.sync(), false)
  const otherClass = { ...slice(1), sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }
  assert.deepEqual(await ask('2.25.2', otherClass), [0, 0x0119])
  const elsewhere = await asking(port, 'HORNICKA')
  assert.deepEqual(await elsewhere.ask('2.25.3', slice(1)), [0, 0x0112])
  await elsewhere.association.release()

  const [{ id } = { id: '' }] = queue.receiving()
  const [first, second] = queue.images.instances(id)
  assert.ok(first && second)
  await spool.remove(second.file)
  assert.deepEqual(await ask('2.25.4', slice(1), slice(2)), [1, 0x0110])
  queue.images.forgetInstance(id, second.sopInstanceUid)
  assert.deepEqual(await ask('2.25.5', slice(1), slice(2)), [1, 0x0112])
  for (const [index, [state, expected]] of (
    [
      ['failed', [0, 0x0110]],
      ['sent', [1]],
      ['cancelling', [0, 0x0110]],
      ['cancelled', [0, 0x0112]],
      ['delivered', [1]],
    ] as const
  ).entries()) {
    queue.move(id, state)
    if (state === 'delivered') {
      await spool.remove(first.file)
      queue.images.forgetInstances(id)
    }
    assert.deepEqual(await ask(`2.25.6.${index}`, slice(1)), expected, state)
  }
  await association.release()
})

test('a caller that was gone before it was told is told on its next association, and once', async (t) => {
  const { port, unreported } = await opened(t, {
    callers: [{ aeTitle: 'ARCHIVE', addresses: ['127.0.0.1'], commitment: {} }],
  })
  const deaf = await asking(port, 'MOTOL', false)
  assert.equal((await store(deaf.association, slice(1))).status, 0)
  await deaf.ask('2.25.1', slice(1))
  deaf.association.abort()
  await deaf.association.ended
  assert.equal(unreported(), 1)
  const { association, told, ask } = await asking(port, 'MOTOL')
  await until('it is told', () => told.has('2.25.1'))
  assert.equal(told.get('2.25.1')?.done.length, 1)
  told.clear()
  assert.deepEqual(await ask('2.25.2', slice(1)), [1])
  await association.release()
  await until('nothing is left to tell', () => unreported() === 0)
})
