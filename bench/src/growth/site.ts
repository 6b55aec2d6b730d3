/** What growth is measured on: a network of its own, a sender, a recipient, and its database. */
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { CACHE } from '../cache.ts'
import { Connection } from '../client/connection.ts'
import { EventStream } from '../client/event-stream.ts'
import type { Sender } from '../client/message.ts'
import { cpuSeconds } from '../network/centre-process.ts'
import { familySeconds } from '../network/children.ts'
import { startNetwork } from '../network/network.ts'

const SOCKETS = 4

export interface Site {
  /** For what is sent; on the disk of the centre. */
  readonly folder: string
  readonly centrePid: number
  readonly sender: Sender
  readonly recipient: Connection
  readonly recipientId: string
  /** Reads the audit trail. */
  readonly auditor: Connection
  readonly operator: Connection
  readonly database: pg.Client
  /** Of the centre and of its database's processes, so far. */
  processorSeconds(): Promise<number>
  close(): Promise<void>
}

export async function openSite(port: number): Promise<Site> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'run-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  await chmod(folder, 0o711)
  const ends: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end()
  }
  try {
    const data = join(folder, 'network')
    const network = await startNetwork(data, port)
    ends.push(() => network.stop())
    const { access, centrePid } = network
    const [from] = access.users
    const to = access.users.find(({ institution }) => institution !== from?.institution)
    if (from === undefined || to === undefined) throw new Error('the network has no two institutions')
    const ca = await readFile(access.ca, 'utf8')
    const open = async ({ cert, key }: { readonly cert: string; readonly key: string }) => {
      const own = { ca, cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') }
      const connection = new Connection(access.certificateEntrance, own, SOCKETS)
      ends.push(() => connection.close())
      return connection
    }
    const [connection, recipient] = [await open(from), await open(to)]
    const [auditor, operator] = [await open(access.auditor), await open(access.operator)]
    const events = await EventStream.open(recipient)
    ends.push(() => events.close())
    const { database, postmaster } = await openDatabase(data)
    ends.push(() => database.end())
    return {
      folder,
      centrePid,
      sender: { connection, events, recipientId: to.institution },
      recipient,
      recipientId: to.institution,
      auditor,
      operator,
      database,
      processorSeconds: async () => (await cpuSeconds(centrePid)) + (await familySeconds(postmaster)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** As a command opens the embedded database beside the running centre. */
async function openDatabase(data: string): Promise<{ database: pg.Client; postmaster: number }> {
  const config = JSON.parse(await readFile(join(data, 'centre.json'), 'utf8'))
  const folder = String(config.dataFolder)
  const password = (await readFile(join(folder, 'postgresql.password'), 'utf8')).trim()
  const [pid] = (await readFile(join(folder, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')
  const database = new pg.Client({
    ...{ host: '127.0.0.1', port: Number(config.database.embedded.port) },
    ...{ user: 'epacs', database: 'epacs', password },
  })
  await database.connect()
  return { database, postmaster: Number(pid) }
}
