/** `epacs dicom …` against DCMTK. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  freePort,
  run,
  serve,
  temporaryFolder,
} from '../../../../packages/dicom/src/network/testing/programs.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const SAMPLES = fileURLToPath(new URL('../../../demo/samples', import.meta.url))

async function dicom(...args: readonly string[]) {
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [MAIN, 'dicom', ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('a PACS that takes no call is told of with what to do', async (t) => {
  const port = await freePort()
  await serve(t, 'storescp', ['--refuse', String(port)], [port])
  const refused = await dicom('echo', 'localhost', String(port), '--aec', 'NOBODY')
  assert.equal(refused.code, 1)
  assert.match(
    refused.stderr,
    /^NOBODY at localhost:\d+ rejects the call \(result 1, source 1, reason 1\)\.\n$/,
  )
})

test('a wrong call is told with where the right one is told', async () => {
  const { code, stderr } = await dicom('echo', 'localhost', 'dicom')
  assert.equal(code, 2)
  assert.match(stderr, /'dicom' is invalid.*\nepacs dicom echo --help tells how it is called\.\n$/s)
})

test('echo and store reach a PACS; what it does not take is named, and the rest goes on', async (t) => {
  const folder = await temporaryFolder(t)
  const received = join(folder, 'received')
  await mkdir(received)
  const port = await freePort()
  const peer = ['localhost', String(port), '--aec', 'ARCHIVE']
  const away = await dicom('echo', ...peer)
  assert.equal(away.code, 1)
  assert.match(away.stderr, /^ARCHIVE at localhost:\d+ is not reached: nothing listens there\..+\n$/)
  // Takes images without compression alone.
  await serve(t, 'storescp', ['--output-directory', received, '+xi', String(port)], [port])
  const echoed = await dicom('echo', ...peer)
  assert.equal(echoed.code, 0, echoed.stderr)
  assert.match(echoed.stdout, /^ARCHIVE at localhost:\d+ answers, in \d+ ms\n$/)
  const told = JSON.parse((await dicom('echo', ...peer, '--json')).stdout)
  assert.deepEqual([told.aec, told.port, told.status], ['ARCHIVE', port, 0])

  const images = join(folder, 'images')
  await cp(SAMPLES, images, { recursive: true })
  const compressed = join(images, 'compressed.dcm')
  await run('dcmcrle', [join(SAMPLES, 'MR_small.dcm'), compressed])
  await run('dcmconv', ['+ti', join(SAMPLES, 'CT_small.dcm'), join(images, 'implicit.dcm')])
  const sent = await dicom(
    'store',
    ...peer,
    compressed,
    join(images, 'implicit.dcm'),
    join(images, 'LICENCES.md'),
  )
  assert.equal(sent.code, 1)
  assert.match(sent.stderr, /LICENCES\.md: left out, /)
  assert.match(
    sent.stderr,
    /compressed\.dcm: 1\.2\.840\.10008\.5\.1\.4\.1\.1\.4 in 1\.2\.840\.10008\.1\.2\.5 is not taken/,
  )
  assert.match(sent.stdout, /^1 of 2 images are with ARCHIVE at localhost:\d+\n$/)
  assert.equal((await readdir(received)).length, 1)
})

test('dump tells what dcmdump tells, text as Unicode; what is no DICOM is said', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'latin2.dcm')
  await cp(join(SAMPLES, 'CT_small.dcm'), file)
  await run('dcmodify', ['--no-backup', '-m', '(0008,0005)=ISO_IR 101', file])
  // Šťastná in Latin-2, which no terminal here speaks.
  await run('bash', [
    '-c',
    `dcmodify --no-backup -m "(0010,0010)=$(printf '\\xa9\\xbbastn\\xe1')" "$1"`,
    'bash',
    file,
  ])
  const { stdout } = await dicom('dump', file)
  assert.match(stdout, /^\(0010,0010\) PN PatientName Šťastná$/m)
  const tags = (text: string) => [...text.matchAll(/^\((....),(....)\)/gm)].map(([tag]) => tag.toUpperCase())
  const theirs = tags(await run('dcmdump', [file])).filter((tag) => !/^\((0002|FFFE)|,0000\)$/.test(tag))
  assert.deepEqual(tags(stdout).slice(1), theirs)
  const [json] = (await dicom('dump', '--json', file)).stdout.trim().split('\n')
  assert.equal(JSON.parse(json ?? '')['00100010'].Value[0].Alphabetic, 'Šťastná')
  const words = join(folder, 'words.txt')
  await writeFile(words, 'no image')
  const refused = await dicom('dump', words)
  assert.deepEqual([refused.code, refused.stderr.startsWith(`${words}: `)], [1, true])
})

test('mkdir makes a file-set that others read, and replaces nothing', async (t) => {
  const folder = await temporaryFolder(t)
  const output = join(folder, 'study.zip')
  const made = await dicom(
    'mkdir',
    '--json',
    '-o',
    output,
    join(SAMPLES, 'ct'),
    join(SAMPLES, 'US_colour.dcm'),
  )
  assert.equal(made.code, 0, made.stderr)
  const { path, instances: number } = JSON.parse(made.stdout)
  assert.equal(path, output)
  await run('unzip', ['-q', output, '-d', join(folder, 'set')])
  const records = await run('dcmdump', [join(folder, 'set/DICOMDIR')])
  assert.equal([...records.matchAll(/CS \[IMAGE ?\]/g)].length, number)
  const again = await dicom('mkdir', '-o', output, SAMPLES)
  assert.deepEqual([again.code, again.stderr], [1, `${output} exists already.\n`])
})
