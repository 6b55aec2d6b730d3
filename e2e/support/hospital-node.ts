/** A communication node of an institution of the demo, as its administrator installs it: by its own commands. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { curlAs, json } from './curl.ts'
import { network, repository } from './network.ts'

const COMMAND = join(repository, 'apps/command/src/main.ts')

const TAKES = {
  ask: false,
  transferSyntaxes: ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'],
  characterSets: ['ISO_IR 100'],
}

export interface HospitalNode {
  /** Of its own page. */
  readonly page: string
  readonly databaseFile: string
  stop(): Promise<void>
}

/** Of nobody's now; all of them looked for before one is given back, or one would come twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return address.port
  })
  for (const server of servers) server.close()
  await Promise.all(servers.map((server) => once(server, 'close')))
  return ports
}

export async function enrolmentCode(institution: string): Promise<string> {
  const answer = await curlAs(network().operator, network())('/api/nodes/codes', ...json({ institution }))
  return (JSON.parse(answer.body) as { code: string }).code
}

/** Runs when it resolves. Its PACS is one that never answers, and takes what is not compressed, by its administrator's word. */
export async function startHospitalNode(code: string): Promise<HospitalNode> {
  const { portal, ca } = network()
  const folder = await mkdtemp(join(tmpdir(), 'epacs-e2e-node-'))
  const config = join(folder, 'node.yaml')
  const [dicom, page, nowhere] = await freePorts(3)
  await writeFile(
    config,
    JSON.stringify({
      caFile: ca,
      dicom: { host: '127.0.0.1', port: dicom, diskReserveBytes: 0 },
      pacs: { host: '127.0.0.1', port: nowhere, aeTitle: 'PACS', takes: TAKES },
      requests: {},
      page: { port: page },
      pollSeconds: 1,
    }),
  )
  const enrol = ['node', 'enrol', '--config', config, '--centre', portal, '--code', code]
  await promisify(execFile)(process.execPath, [COMMAND, ...enrol])
  const child: ChildProcess = spawn(process.execPath, [COMMAND, 'node', 'run', '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (text.toString().includes('"ready"')) resolve()
    })
    child.once('exit', (exitCode) => reject(new Error(`the node ended with ${exitCode}`)))
  })
  return {
    page: `http://127.0.0.1:${page}`,
    databaseFile: join(folder, 'data/node.sqlite'),
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
