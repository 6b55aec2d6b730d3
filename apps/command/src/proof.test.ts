/** What was downloaded, checked with `epacs verify` as somebody does who has the files and no centre. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const { hornicka } = INSTITUTIONS

let network: TestNetwork
let folder: string
let messageId: string
let packagePath: string
let keysPath: string

before(async () => {
  network = await TestNetwork.start()
  folder = join(network.folder, 'downloads')
  await mkdir(folder)
  const sender = network.as('sender')
  const files = [1, 2, 3, 4].map((number) => ({
    name: `IM${number}`,
    bytes: ctSlice({ study: 1 + (number % 2), instance: number, pixelBytes: 5000 }),
  }))
  messageId = (await sender.send([hornicka.id], files)).json.id
  await sender.until(messageId, 'delivered')
  packagePath = await download('package.zip', `/api/messages/${messageId}/package`)
  await download('package.manifest', `/api/messages/${messageId}/manifest`)
  await download('receipts.json', `/api/messages/${messageId}/receipts`)
  keysPath = await download('jwks.json', '/.well-known/jwks.json')
})
after(() => network.remove())

async function download(name: string, path: string): Promise<string> {
  const { status, body } = await network.as('sender').get(path)
  assert.equal(status, 200, path)
  const file = join(folder, name)
  await writeFile(file, body)
  return file
}

async function epacs(...args: readonly string[]) {
  const env = { ...process.env }
  delete env.EPACS_CONFIG
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

const verify = (path: string, ...more: readonly string[]) =>
  epacs('verify', path, '--keys', keysPath, '--manifest', join(folder, 'package.manifest'), ...more)

test('a package as it was signed, with its receipts', async () => {
  const receipts = join(folder, 'receipts.json')
  const { code, stdout, stderr } = await epacs(
    'verify',
    packagePath,
    '--keys',
    keysPath,
    '--receipt',
    receipts,
  )
  assert.equal(code, 0, stderr)
  assert.match(stdout, /receipt: delivered/)
  assert.match(stdout, /4 of 4 images and the package as https:\/\/localhost/)
})

test('a byte of an image changed: it is named, for people and for programs', async () => {
  const bytes = await readFile(packagePath)
  const name = 'IMAGES/ST000001/SE000001/IM000002'
  const at = bytes.indexOf(name) + name.length + 3000
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  const changed = join(folder, 'changed.zip')
  await writeFile(changed, bytes)
  const told = await verify(changed)
  assert.equal(told.code, 1)
  assert.equal(told.stderr, `${name}: its bytes are not those that were signed\n`)
  const { code, stdout } = await verify(changed, '--json')
  const { ok, isWhole, findings, instances } = JSON.parse(stdout)
  assert.deepEqual([code, ok, isWhole], [1, false, false])
  assert.deepEqual(findings, [{ file: name, problem: 'changed' }])
  assert.deepEqual(instances, { checked: 4, listed: 4 })
})

test('chosen studies are checked image by image', async () => {
  const { json } = await network.as('sender').get(`/api/messages/${messageId}`)
  const study = json.studies[0].studyInstanceUid
  const part = await download('part.zip', `/api/messages/${messageId}/package?study=${study}`)
  const { code, stdout, stderr } = await verify(part, '--studies')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /2 of 4 images as/)
  assert.equal((await verify(part)).code, 1)
})

test('what proves nothing is refused: keys of another, a changed receipt, no manifest; misuse apart', async () => {
  const strangers = join(folder, 'strangers.json')
  const text = await readFile(keysPath, 'utf8')
  await writeFile(strangers, text.replace(/"kid":"./, '"kid":"_'))
  const receipt = join(folder, 'receipt.jws')
  const { items } = JSON.parse(await readFile(join(folder, 'receipts.json'), 'utf8'))
  const [head, payload, signature] = String(items[0].jws).split('.')
  const forged = Buffer.from(String(payload), 'base64url').toString().replace('delivered', 'deleted')
  await writeFile(receipt, [head, Buffer.from(forged).toString('base64url'), signature].join('.'))
  const manifest = join(folder, 'package.manifest')
  const cases = [
    [
      ['verify', packagePath, '--keys', strangers],
      1,
      /package\.manifest: it was signed with the key .* not among/,
    ],
    [
      ['verify', packagePath, '--keys', keysPath, '--receipt', receipt],
      1,
      /receipt\.jws: the signature does not fit/,
    ],
    [['verify', keysPath, '--keys', keysPath], 1, /The manifest .*jwks\.manifest cannot be read/],
    [['verify', keysPath, '--keys', keysPath, '--manifest', manifest], 1, /the ZIP cannot be read/],
    [['verify', packagePath, '--keys', 'http://localhost/keys'], 2, /https alone/],
    [['verify', packagePath], 2, /--keys/],
  ] as const
  for (const [args, expected, words] of cases) {
    const { code, stderr } = await epacs(...args)
    assert.equal(code, expected, `${args.join(' ')}: ${stderr}`)
    assert.match(stderr, words)
  }
})
