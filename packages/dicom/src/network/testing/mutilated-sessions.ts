/** Whole associations that store real objects, byte for byte, and what is left of them once they were mutilated: seeded. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { manifestOfFiles, sharedFile } from '../../testing/shared-data.ts'
import { VERIFICATION } from '../association/storage-classes.ts'
import { encodeCommand, WITH_DATA_SET } from '../dimse/command-set.ts'
import { COMMAND } from '../dimse/commands.ts'
import { writeControlPdu } from '../pdu/write-pdu.ts'
import type { StoredObject } from '../services/using.ts'
import { IMPLICIT_LITTLE } from './loopback.ts'
import { storedObject } from './part10.ts'
import { fragment, PLAIN_REQUEST } from './raw-peer.ts'

export interface Titles {
  readonly callingAeTitle: string
  readonly calledAeTitle: string
}

const PDU_HEADER_BYTES = 6
/** So long an answer to the rest is waited for; nothing is said about its coming. */
const PATIENCE_MS = 50
const PIECE_BYTES = 16_000
/** Larger objects have nothing that smaller ones have not, and are pixels nearly all of them. */
const MOST_BYTES = 300_000

/** One session for each of so many objects, from all over the manifest. */
export function realSessions(count: number, titles: Titles): readonly Buffer[] {
  const paths = manifestOfFiles().map(({ path }) => path)
  const sessions: Buffer[] = []
  for (let step = 0; step < paths.length && sessions.length < count; step++) {
    // Coprime steps: neighbours in the manifest are of one kind.
    const path = paths[(step * 37) % paths.length]
    const object = path === undefined ? undefined : storedObject(sharedFile(path))
    if (object !== undefined && object.dataSet.length <= MOST_BYTES) sessions.push(session(object, titles))
  }
  if (sessions.length < count) throw new Error(`there are no ${count} objects in the shared data`)
  return sessions
}

function session(object: StoredObject & { readonly dataSet: Uint8Array }, titles: Titles): Buffer {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet } = object
  const command = encodeCommand({
    affectedSopClassUid: sopClassUid,
    commandField: COMMAND.storeRequest,
    messageId: 1,
    commandDataSetType: WITH_DATA_SET,
    affectedSopInstanceUid: sopInstanceUid,
  })
  const pieces: Uint8Array[] = []
  for (let at = 0; at < dataSet.length; at += PIECE_BYTES) {
    const isLast = at + PIECE_BYTES >= dataSet.length
    pieces.push(fragment(3, isLast ? 2 : 0, dataSet.subarray(at, at + PIECE_BYTES)))
  }
  const contexts = [
    { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE] },
    { id: 3, abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
  ]
  return Buffer.concat([
    writeControlPdu({ ...PLAIN_REQUEST, ...titles, contexts }),
    fragment(3, 3, command),
    ...pieces,
    writeControlPdu({ type: 'release-request' }),
  ])
}

/** Whole numbers below a bound, always the same for a seed (mulberry32). */
export type Chance = (below: number) => number

export function chanceOf(seed: number): Chance {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Bits flipped, cut short, spliced with another one, a part of it left out or said twice; often several of these. */
export function mutilated(sessions: readonly Buffer[], chance: Chance): Buffer {
  let bytes: Buffer = Buffer.from(oneOf(sessions, chance))
  do bytes = oneOf(MUTILATIONS, chance)(bytes, sessions, chance)
  while (chance(2) === 0 && bytes.length > 0)
  return bytes
}

/** Sends it and hangs up; resolves when the connection is closed. */
export async function bring(port: number, bytes: Buffer): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  // The first PDU as far as it says itself is answered, whatever it is. What comes before would be against the protocol,
  // and all that is tried.
  const end = bytes.length < PDU_HEADER_BYTES ? bytes.length : PDU_HEADER_BYTES + bytes.readUInt32BE(2)
  socket.write(bytes.subarray(0, end))
  if (end < bytes.length) await Promise.race([once(socket, 'data'), closed])
  socket.write(bytes.subarray(end))
  // What was cut short is waited for on the other side, by which time hanging up is all that is left.
  await Promise.race([once(socket, 'data'), closed, delay(PATIENCE_MS)])
  socket.resume().end()
  await closed
}

type Mutilation = (bytes: Buffer, sessions: readonly Buffer[], chance: Chance) => Buffer

const MUTILATIONS: readonly Mutilation[] = [
  (bytes, _sessions, chance) => {
    const flipped = Buffer.from(bytes)
    for (let times = chance(16); times >= 0; times--) {
      const at = place(flipped, chance)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << chance(8))
    }
    return flipped
  },
  (bytes, _sessions, chance) => bytes.subarray(0, place(bytes, chance)),
  (bytes, sessions, chance) => {
    const other = oneOf(sessions, chance)
    return Buffer.concat([bytes.subarray(0, place(bytes, chance)), other.subarray(place(other, chance))])
  },
  (bytes, _sessions, chance) => {
    const [from, to] = [place(bytes, chance), place(bytes, chance)]
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
]

/** Half of them where the headers are: the rest of a session is pixels. */
function place(bytes: Buffer, chance: Chance): number {
  return chance(chance(2) === 0 ? Math.min(bytes.length, 2000) : bytes.length)
}

function oneOf<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[chance(items.length)]
  if (item === undefined) throw new Error('there is nothing to choose from')
  return item
}

/** So that a test can say what it did: `EPACS_FUZZ_SEED`, `EPACS_FUZZ_RUNS`. */
export const fuzz = {
  seed: Number(process.env.EPACS_FUZZ_SEED ?? 20_260),
  runs: Number(process.env.EPACS_FUZZ_RUNS ?? 200),
}
