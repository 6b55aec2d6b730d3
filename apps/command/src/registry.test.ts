/** `epacs registry import` as an operator calls it: beside a running centre and without one. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { TestNetwork } from '../../centre/src/testing/network.ts'
import { sampleRegisterPath } from '../../centre/src/testing/register-file.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

async function epacs(...args: readonly string[]) {
  const env = { ...process.env }
  delete env.EPACS_CONFIG
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}
const importing = (...more: readonly string[]) =>
  epacs('registry', 'import', '--config', network.configPath, ...more)

test('without a running centre: imported, the bad rows told by their lines', async () => {
  const { code, stdout, stderr } = await importing(sampleRegisterPath)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^6 places: 6 new, 0 changed, 0 removed; 2 bad rows/)
  assert.match(stderr, /sample\.csv:8: wrong-ico/)
})

test('beside a running centre, which then finds the provider', async () => {
  await network.startHere()
  const { code, stdout, stderr } = await importing('--json', sampleRegisterPath)
  assert.equal(code, 0, stderr)
  const { places, added, bad } = JSON.parse(stdout)
  assert.deepEqual([places, added, bad.length], [6, 0, 2])
  const visitor = network.visitor()
  const { json } = await visitor.get('/api/registry/providers/99123011')
  assert.deepEqual([json.name, json.kind, json.city], ['Fakultní nemocnice Zkušební', 'hospital', 'Brno'])
  assert.equal((await visitor.get('/api/registry/providers/99123012')).json.code, 'invalid-ico')
  assert.equal((await visitor.get('/api/registry/providers/47114983')).json.code, 'provider-not-found')
  const more = await Promise.all(
    Array.from({ length: 40 }, () => visitor.get('/api/registry/providers/99123011')),
  )
  assert.ok(more.some(({ status, json: body }) => status === 429 && body.code === 'too-many-requests'))
})

test('what cannot be done is told in a sentence, and misuse apart from failure', async () => {
  const notRegister = join(network.folder, 'other.csv')
  await writeFile(notRegister, 'a,b\n1,2\n')
  const failed = await importing(notRegister)
  assert.deepEqual([failed.code, failed.stderr], [1, 'The file has no column Ico.\n'])
  const missing = await importing(join(network.folder, 'none.csv'))
  assert.equal(missing.code, 1)
  assert.match(missing.stderr, /none\.csv cannot be read\.$/m)
  for (const args of [
    ['registry', 'import'],
    ['registry', 'export'],
    ['nothing'],
    ['registry', 'import', 'x.csv', '--what'],
  ]) {
    assert.equal((await epacs(...args)).code, 2, args.join(' '))
  }
  const help = await epacs('registry', 'import', '--help')
  assert.equal(help.code, 0)
  assert.match(help.stdout, /--allow-removals/)
})
