/** How a running node is doing, in words. It may be of an earlier version than this command: what it does not tell is left out. */
import type { NodeState } from '@epacs/node'

const REFUSING: Readonly<Record<string, string>> = {
  'disk-full': 'less than dicom.diskReserveBytes is free. Make room; images are taken again by themselves.',
  'queue-full':
    'dicom.maxQueuedBytes wait to be sent. Images are taken again when some of it has left; look why it does not.',
}

type Waiting = NodeState['waiting']

type Incoming = NodeState['incoming'][number]
type AtPacs = Pick<Incoming['atPacs'][number], 'pacs' | 'waiting' | 'trouble'>

type ToldTransfers = {
  readonly outgoing: readonly Pick<NodeState['outgoing'][number], 'recipient' | 'trouble'>[]
  readonly incoming: readonly (Pick<Incoming, 'sender' | 'trouble'> & {
    readonly atPacs?: readonly AtPacs[]
  })[]
}

/** What nodes have told from the beginning, and what they learnt to tell later. */
export type ToldState = Pick<NodeState, 'node' | 'centre'> &
  ToldTransfers &
  Partial<Pick<NodeState, 'clock' | 'refusing' | 'endToEnd'>> & {
    readonly waiting: Pick<Waiting, 'outgoing' | 'incoming'> & Partial<Pick<Waiting, 'bytes' | 'mostBytes'>>
  }

export function statusInWords(state: ToldState): string {
  const { node, centre, waiting, clock, refusing, endToEnd, outgoing, incoming } = state
  const lines = [
    `${node.institution.name}, certificate until ${node.certificateEndsAt.slice(0, 10)}`,
    `centre   ${centre.address} ${centre.isReached ? 'reached' : `not reached: ${centre.trouble}`}`,
    `waiting  ${waiting.outgoing} to the network, ${waiting.incoming} from it`,
  ]
  if (waiting.bytes !== undefined) {
    const most = waiting.mostBytes == null ? '' : ` of at most ${megabytes(waiting.mostBytes)}`
    lines.push(`queue    ${megabytes(waiting.bytes)}${most} to be sent`)
  }
  if (refusing != null) lines.push(`REFUSES images with A700: ${REFUSING[refusing] ?? refusing}`)
  if (endToEnd !== undefined) lines.push(`end-to-end fingerprint ${endToEnd.fingerprint}`)
  for (const { institution, fingerprint, state } of endToEnd?.known ?? []) {
    if (state !== 'asked') continue
    lines.push(
      `ANOTHER END-TO-END KEY of ${institution.name}: ${fingerprint}. Compare it with them, then \`epacs node end-to-end --accept\`.`,
    )
  }
  if (clock?.isWrong === true) {
    lines.push(
      `WRONG CLOCK, ${clock.aheadSeconds} s ahead of the centre's (below zero: behind): set it, and let NTP keep it.`,
    )
  }
  for (const { recipient, trouble } of outgoing)
    if (trouble !== null) lines.push(`to ${recipient}: ${trouble}`)
  for (const { sender, trouble, atPacs = [] } of incoming) {
    const waiting = atPacs.filter((each) => each.waiting > 0 && each.trouble !== null)
    if (trouble !== null) lines.push(`from ${sender}: ${trouble}`)
    for (const each of waiting)
      lines.push(`from ${sender}: ${each.waiting} wait for ${each.pacs}: ${each.trouble}`)
  }
  return lines.map((line) => `${line}\n`).join('')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
