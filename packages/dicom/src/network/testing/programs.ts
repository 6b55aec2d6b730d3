/** Other people's DICOM programs, as tests run them: DCMTK and Orthanc, as installed from Debian. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import type { TlsIdentity } from '../association/tls.ts'
import { until } from './until.ts'

export { freePort } from './free-ports.ts'

const execute = promisify(execFile)
const ROOM_FOR_OUTPUT = 64 * 1024 * 1024

/** Fails with what the program said when it does not end with 0. @returns what it said */
export async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout, stderr } = await execute(command, args, {
    env: { ...process.env, ...env },
    maxBuffer: ROOM_FOR_OUTPUT,
  })
  return stdout + stderr
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-network-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A program that listens; it ends with the test. */
export async function serve(
  t: TestContext,
  command: string,
  args: readonly string[],
  ports: readonly number[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  for (const port of ports) {
    await until(`${command} listens`, async () => {
      if (child.exitCode !== null) throw new Error(`${command} has ended: ${said}`)
      return await answers(port)
    })
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
    socket.once('connect', () => socket.destroy())
  })
}

/** Certificates of one authority, as PEM and as the files that DCMTK wants. */
export interface TestIdentity extends TlsIdentity {
  readonly files: { readonly key: string; readonly cert: string; readonly ca: string }
}

/** What OpenSSL makes a key by. */
const KEYS = { rsa: ['rsa:2048'], ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] }

export async function identities(
  folder: string,
  names: readonly string[],
  kind: keyof typeof KEYS = 'rsa',
): Promise<TestIdentity[]> {
  const at = (name: string) => join(folder, name)
  const key = (file: string) => ['-newkey', ...KEYS[kind], '-nodes', '-keyout', at(file)]
  await run('openssl', [
    'req',
    '-x509',
    ...key('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=Test',
    '-days',
    '2',
  ])
  const { readFile } = await import('node:fs/promises')
  const made: TestIdentity[] = []
  for (const name of names) {
    await writeFile(at(`${name}.ext`), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
    await run('openssl', ['req', ...key(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${name}`])
    await run('openssl', [
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
      '-out',
      at(`${name}.pem`),
      '-days',
      '2',
      '-extfile',
      at(`${name}.ext`),
    ])
    const files = { key: at(`${name}.key`), cert: at(`${name}.pem`), ca: at('ca.pem') }
    const pem = await Promise.all([files.key, files.cert, files.ca].map((file) => readFile(file, 'utf8')))
    made.push({ key: pem[0] ?? '', cert: pem[1] ?? '', ca: pem[2] ?? '', files })
  }
  return made
}
