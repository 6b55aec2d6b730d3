import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { TestNetwork } from './testing/network.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

interface Ended {
  readonly code: number
  readonly out: string
  readonly complaint: string
}

async function run(...args: string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { timeout: 180_000 }, (error, out, complaint) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, complaint })
    })
  })
}

/** The network's configuration with changes, in a file of its own. */
async function configured(name: string, changes: object): Promise<string> {
  const path = join(network.folder, name)
  await writeFile(path, JSON.stringify({ ...network.config, ...changes }))
  return path
}

test('--help says how it is called, a wrong call does too', async () => {
  const help = await run('--help')
  assert.equal(help.code, 0)
  assert.match(help.out, /^Usage: /)
  for (const args of [[], ['a', 'b'], ['--port', '1']]) {
    const { code, complaint } = await run(...args)
    assert.equal(code, 2)
    assert.match(complaint, /Usage: /)
  }
})

test('what keeps it from starting is said in a sentence, without a stack', async () => {
  const { portal } = network.config
  const noConfig = await run(join(network.folder, 'none.json'))
  const wrongOption = await run(await configured('wrong.json', { prot: 1 }))
  const noCertificate = await run(
    await configured('no-cert.json', { portal: { ...portal, tls: { ...portal.tls, certFile: 'none.pem' } } }),
  )
  const otherKey = await run(
    await configured('other-key.json', { portal: { ...portal, tls: { ...portal.tls, keyFile: 'ca.pem' } } }),
  )
  const noDatabase = await run(
    await configured('no-db.json', { database: { url: 'postgres://epacs:secret@127.0.0.1:9/epacs' } }),
  )
  const badBootstrap = await run(await configured('bad-bootstrap.json', { bootstrapFile: 'server.pem' }))
  const badFolder = await run(await configured('bad-folder.json', { dataFolder: 'server.pem/data' }))
  const squatter = createServer().listen(portal.port, 'localhost')
  await once(squatter, 'listening')
  const takenPort = await run(network.configPath)
  squatter.close()
  for (const [ended, words] of [
    [noConfig, /none\.json cannot be read/],
    [wrongOption, /prot/],
    [noCertificate, /none\.pem cannot be read/],
    [otherKey, /ca\.pem is not the private key of/],
    [noDatabase, /database .* cannot be reached/i],
    [badBootstrap, /server\.pem is not JSON/],
    [badFolder, /server\.pem\/data cannot be written to/],
    [takenPort, new RegExp(`Port ${portal.port} .*is taken by another program`)],
  ] as const) {
    assert.equal(ended.code, 1, ended.complaint)
    assert.match(ended.complaint, words)
    assert.doesNotMatch(ended.complaint, /\n {4}at |secret/)
  }
})

test('after a start that failed nothing is left running', async () => {
  const pid = await readFile(join(network.folder, 'data/postgresql/postmaster.pid'), 'utf8').catch(
    () => undefined,
  )
  assert.equal(pid, undefined)
  await rm(join(network.folder, 'data'), { recursive: true, force: true })
})
