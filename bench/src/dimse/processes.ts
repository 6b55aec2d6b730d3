/** The programs that take part: ours, and DCMTK's and Orthanc as Debian installs them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** PEM files. */
export interface Identity {
  readonly key: string
  readonly cert: string
  readonly ca: string
}

/** Where objects are sent to. */
export interface Receiver {
  readonly plainPort: number
  readonly tlsPort: number | undefined
  /** Of who sends: its AE title, and what it shows over TLS. */
  readonly callingAeTitle: string
  readonly sender: Identity | undefined
  /** AE titles that are called, one for each association that stands at once. */
  readonly calledAeTitles: readonly string[]
  readonly pid: number
  /** Milliseconds at the 99th percentile since the last call; undefined: not told. */
  readonly eventLoopDelay: (() => Promise<number | undefined>) | undefined
  /** Removes what came, so that no run finds the objects of the one before. */
  emptied(): Promise<void>
  stop(): Promise<void>
}

const ANSWERS_WITHIN_MS = 30_000

export const NO_DELAY = { TCP_NODELAY: '1', TCP_BUFFER_LENGTH: '1048576' }

export async function startOurs(folder: string, port: number, identity: Identity): Promise<Receiver> {
  await mkdir(folder)
  const main = fileURLToPath(new URL('./receiver-main.ts', import.meta.url))
  const args = [
    '--expose-gc',
    main,
    String(port),
    String(port + 1),
    folder,
    identity.key,
    identity.cert,
    identity.ca,
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  await Promise.race([once(lines, 'line'), failed(child, 'our receiver')])
  return {
    ...receiver(child, folder, port, port + 1, identity),
    eventLoopDelay: async () => {
      const answer = once(lines, 'line')
      child.stdin.write('\n')
      const [line] = await answer
      return Number(line)
    },
  }
}

export async function startStorescp(
  folder: string,
  port: number,
  { env = {}, identity }: { env?: Record<string, string>; identity?: Identity },
): Promise<Receiver> {
  await mkdir(folder)
  const tls = identity ? tlsArguments(identity) : []
  const pdu = 'TCP_NODELAY' in env ? ['-pdu', '131072'] : []
  return await startPeer(
    'storescp',
    [...tls, ...pdu, '-od', folder, '-aet', 'PEER', String(port)],
    folder,
    port,
    env,
  )
}

/** @param changes of its configuration, as Orthanc's book names them */
export async function startOrthanc(
  folder: string,
  port: number,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Receiver> {
  await mkdir(folder)
  const configuration = join(folder, '..', 'orthanc.json')
  const settings = {
    StorageDirectory: folder,
    IndexDirectory: folder,
    HttpPort: port + 1,
    DicomPort: port,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAlwaysAllowStore: true,
    DicomCheckCalledAet: false,
    OverwriteInstances: true,
    ...changes,
  }
  await writeFile(configuration, JSON.stringify(settings))
  // Its folder holds its index, and stays.
  return {
    ...(await startPeer('/usr/sbin/Orthanc', [configuration], folder, port, {})),
    emptied: async () => {},
  }
}

export function tlsArguments({ key, cert, ca }: Identity): string[] {
  return ['+tls', key, cert, '+cf', ca]
}

/** A program that does its work and ends. @returns what it said on its output */
export async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaint = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    complaint += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint.slice(-2000)}`)
  return output
}

async function startPeer(
  command: string,
  args: readonly string[],
  folder: string,
  port: number,
  env: Record<string, string>,
): Promise<Receiver> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' })
  await Promise.race([untilAnswers(port), failed(child, command)])
  return { ...receiver(child, folder, port, undefined, undefined), eventLoopDelay: undefined }
}

function receiver(
  child: ChildProcess,
  folder: string,
  plainPort: number,
  tlsPort: number | undefined,
  sender: Identity | undefined,
) {
  const ended = once(child, 'exit')
  return {
    plainPort,
    tlsPort,
    callingAeTitle: 'SENDER',
    calledAeTitles: ['PEER'],
    sender,
    pid: child.pid ?? 0,
    async emptied() {
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function failed(child: ChildProcess, what: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`${what} ended with ${code}`)
}

async function untilAnswers(port: number): Promise<void> {
  const until = performance.now() + ANSWERS_WITHIN_MS
  while (performance.now() < until) {
    if (await answers(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nobody answers at port ${port}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
