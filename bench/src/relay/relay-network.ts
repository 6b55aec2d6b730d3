/** The chain that is measured: node A, the centre, node B, each a process of its own, in a network of the demo's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AccessFile } from '@epacs/demo'
import { Connection } from '../client/connection.ts'
import { deleteData } from '../client/message.ts'
import { run } from '../dimse/processes.ts'
import { startNetwork } from '../network/network.ts'
import type { Called } from './send.ts'

const NODE_MAIN = fileURLToPath(new URL('../../../apps/command/src/node-main.ts', import.meta.url))
const LAUNCHER = fileURLToPath(new URL('../../../scripts/node.mjs', import.meta.url))
const WITHIN_MS = 120_000
const LOOK_EVERY_MS = 100

export interface Relay {
  /** Where the sender calls. */
  readonly sender: Called
  /** Processes of ours on the way. */
  readonly pids: Readonly<Record<'nodeA' | 'centre' | 'nodeB', number>>
  /** Resolves when nothing is under way, and what lay in the mailbox is deleted. */
  emptied(): Promise<void>
  stop(): Promise<void>
}

interface Page {
  readonly centre: { readonly isReached: boolean }
  readonly participants: readonly unknown[]
  readonly waiting: { readonly outgoing: number; readonly incoming: number }
}

/** @param ports ten for the network, then four for the nodes */
export async function startRelay(
  folder: string,
  port: number,
  farPacsPort: number,
  { isEncrypted, isEarly }: { readonly isEncrypted: boolean; readonly isEarly: boolean },
): Promise<Relay> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let each = stops.pop(); each !== undefined; each = stops.pop()) await each()
  }
  try {
    const network = await startNetwork(join(folder, 'centre'), port)
    stops.push(() => network.stop())
    const { access } = network
    const { here, there, calledAeTitle } = ends(access)
    const own = { folder, access, stops, isEncrypted, isEarly }
    const sending = await startNode({ ...own, name: 'a', institution: here.institution, port: port + 10 })
    const receiving = await startNode({
      ...own,
      name: 'b',
      institution: there.institution,
      port: port + 12,
      pacs: { host: '127.0.0.1', port: farPacsPort, aeTitle: 'PEER', callingAeTitle: 'NODE_B' },
    })
    const ca = await readFile(access.ca, 'utf8')
    const inbox = new Connection(access.certificateEntrance, await pemOf(there, ca), 2)
    stops.push(async () => inbox.close())
    return {
      sender: { port: port + 10, callingAeTitle: 'SENDER', calledAeTitle },
      pids: { nodeA: sending.pid, centre: network.centrePid, nodeB: receiving.pid },
      stop,
      async emptied() {
        await untilPage(sending.pagePort, ({ waiting }) => waiting.outgoing === 0)
        await untilPage(receiving.pagePort, ({ waiting }) => waiting.incoming === 0)
        const { body } = await inbox.expect(200, '/api/messages?box=inbox&pageSize=100')
        const { items } = JSON.parse(body) as { items: readonly { id: string; status: string }[] }
        for (const { id, status } of items) if (status !== 'deleted') await deleteData(inbox, id)
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type User = AccessFile['users'][number]

function ends({ users, dicom }: AccessFile): { here: User; there: User; calledAeTitle: string } {
  const [here] = users
  const there = users.find(({ institution }) => institution !== here?.institution)
  const called = Object.entries(dicom.calledAeTitles).find(([, id]) => id === there?.institution)
  if (here === undefined || there === undefined || called === undefined) {
    throw new Error('the network has no two institutions that can send to each other')
  }
  return { here, there, calledAeTitle: called[0] }
}

interface NodePlan {
  readonly folder: string
  readonly access: AccessFile
  readonly stops: (() => Promise<void>)[]
  readonly name: string
  readonly institution: string
  /** Of its DICOM port; its page has the next one. */
  readonly port: number
  readonly isEncrypted: boolean
  readonly isEarly: boolean
  readonly pacs?: Readonly<Record<string, unknown>>
}

async function startNode({
  folder,
  access,
  stops,
  name,
  institution,
  port,
  pacs,
  isEncrypted,
  isEarly,
}: NodePlan): Promise<{ readonly pagePort: number; readonly pid: number }> {
  const own = join(folder, `node-${name}`)
  await mkdir(own)
  const configPath = join(own, 'node.yaml')
  const keyFile = join(own, 'encryption.key')
  if (isEncrypted) await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const config = {
    dataFolder: join(own, 'data'),
    caFile: access.ca,
    page: { port: port + 1 },
    dicom: {
      host: '127.0.0.1',
      port,
      callers: [{ aeTitle: 'SENDER', addresses: ['127.0.0.1'] }],
      // What is sent ends with its association.
      releaseSeconds: 0,
      diskReserveBytes: 0,
    },
    ...(isEncrypted && { encryption: { keyFile } }),
    ...(isEarly && { early: { sending: true, receiving: true } }),
    ...(pacs && { pacs }),
  }
  // JSON is YAML.
  await writeFile(configPath, JSON.stringify(config))
  const code = await enrolmentCode(access, institution)
  const enrol = ['node', 'enrol', '--config', configPath, '--centre', access.portal, '--code', code]
  await run(process.execPath, [LAUNCHER, NODE_MAIN, ...enrol])
  const log = process.env.EPACS_BENCH_LOG === undefined ? 'ignore' : 'inherit'
  const child = spawn(process.execPath, [LAUNCHER, NODE_MAIN, 'node', 'run', '--config', configPath], {
    stdio: ['ignore', log, 'inherit'],
  })
  stops.push(async () => await ended(child))
  await untilPage(port + 1, ({ centre, participants }) => centre.isReached && participants.length > 0, child)
  return { pagePort: port + 1, pid: child.pid ?? 0 }
}

async function enrolmentCode(access: AccessFile, institution: string): Promise<string> {
  const ca = await readFile(access.ca, 'utf8')
  const operator = new Connection(access.certificateEntrance, await pemOf(access.operator, ca), 1)
  try {
    const { body } = await operator.expect(201, '/api/nodes/codes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: [Buffer.from(JSON.stringify({ institution }))],
    })
    return String(JSON.parse(body).code)
  } finally {
    operator.close()
  }
}

async function pemOf({ cert, key }: { cert: string; key: string }, ca: string) {
  return { ca, cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') }
}

async function untilPage(port: number, holds: (page: Page) => boolean, child?: ChildProcess): Promise<void> {
  const until = performance.now() + WITHIN_MS
  while (performance.now() < until) {
    if (child !== undefined && child.exitCode !== null) throw new Error(`a node ended with ${child.exitCode}`)
    const answer = await fetch(`http://127.0.0.1:${port}/api/state`).catch(() => undefined)
    if (answer !== undefined && holds((await answer.json()) as Page)) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`the node whose page is at port ${port} is not done`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
