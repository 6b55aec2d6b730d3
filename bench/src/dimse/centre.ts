/** The centre as a receiver: its DICOM entrance, with what lies behind it, in a network of its own. */
import { readFile } from 'node:fs/promises'
import type { AccessFile } from '@epacs/demo'
import { Connection, type Credentials } from '../client/connection.ts'
import { deleteData } from '../client/message.ts'
import { eventLoopDelayMs } from '../network/centre-process.ts'
import { startNetwork } from '../network/network.ts'
import type { Receiver } from './processes.ts'

const SOCKETS = 4
const LOOK_EVERY_MS = 100
const DELIVERED_WITHIN_MS = 15 * 60_000
const MOST_LISTED = 100
const UNDER_WAY = new Set(['uploading', 'uploaded', 'checking'])

type User = AccessFile['users'][number]

export async function startCentre(folder: string, port: number): Promise<Receiver> {
  const network = await startNetwork(folder, port)
  const { access } = network
  const [from] = access.users
  if (from === undefined) throw new Error('the network has no users')
  const ca = await readFile(access.ca, 'utf8')
  const open = async (user: User) =>
    new Connection(access.certificateEntrance, await credentials(user, ca), SOCKETS)
  const recipients = access.users.filter(isFirstOfAnother(from))
  const sent = await open(from)
  const inboxes = await Promise.all(recipients.map(open))
  const metrics = new Connection(access.portal, { ca }, 1)
  return {
    plainPort: access.dicom.port,
    tlsPort: access.dicom.tlsPort,
    callingAeTitle: access.dicom.callingAeTitle,
    calledAeTitles: recipients.map((user) => aeTitleOf(user, access)),
    sender: { key: from.key, cert: from.cert, ca: access.ca },
    pid: network.centrePid,
    eventLoopDelay: () => eventLoopDelayMs(metrics),
    async emptied() {
      await untilDelivered(sent)
      for (const inbox of inboxes) {
        for (const { id } of await messages(inbox, 'inbox')) await deleteData(inbox, id)
      }
    },
    async stop() {
      for (const connection of [sent, metrics, ...inboxes]) connection.close()
      await network.stop()
    },
  }
}

function isFirstOfAnother(from: User) {
  return (user: User, index: number, users: readonly User[]) =>
    user.institution !== from.institution &&
    users.findIndex(({ institution }) => institution === user.institution) === index
}

function aeTitleOf({ institution }: User, { dicom }: AccessFile): string {
  const found = Object.entries(dicom.calledAeTitles).find(([, id]) => id === institution)
  if (found === undefined) throw new Error(`${institution} has no AE title`)
  return found[0]
}

async function credentials({ cert, key }: User, ca: string): Promise<Credentials> {
  return { ca, cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') }
}

/** What came belongs to the run that sent it: the next one does not find the centre packing. */
async function untilDelivered(sent: Connection): Promise<void> {
  const until = performance.now() + DELIVERED_WITHIN_MS
  while (performance.now() < until) {
    const open = (await messages(sent, 'sent')).filter(({ status }) => UNDER_WAY.has(status))
    if (open.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error('what was sent is not delivered')
}

async function messages(
  connection: Connection,
  box: 'inbox' | 'sent',
): Promise<readonly { readonly id: string; readonly status: string }[]> {
  const { body } = await connection.expect(200, `/api/messages?box=${box}&pageSize=${MOST_LISTED}`)
  const { items } = JSON.parse(body) as { readonly items: readonly Record<string, unknown>[] }
  return items
    .map(({ id, status }) => ({ id: String(id), status: String(status) }))
    .filter(({ status }) => status !== 'deleted')
}
