import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../../packages/dicom/src/network/testing/free-ports.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const PORTS = 10

test('a quick run measures what records cost, draws it, and removes what it made', async (t) => {
  const cache = await mkdtemp(join(tmpdir(), 'epacs-growth-'))
  t.after(() => rm(cache, { recursive: true, force: true }))
  await chmod(cache, 0o711)
  const chart = join(cache, 'growth.svg')
  const { stdout } = await run(
    process.execPath,
    [
      main,
      'growth',
      '--only',
      'institutions',
      '--quick',
      '--json',
      '--chart',
      chart,
      '--port',
      String(await freePorts(PORTS)),
    ],
    { env: { ...process.env, EPACS_BENCH_CACHE: cache } },
  ).catch((error: unknown) => {
    // On a machine that others use a curve of so few points may well seem to rise: it measured all the same.
    if (error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error)
      return { stdout: String(error.stdout) }
    throw error
  })
  const { curves } = JSON.parse(stdout)
  const sizes = curves.map(({ points }: { points: { size: number }[] }) => points.map(({ size }) => size))
  assert.deepEqual(sizes, [
    [10, 100, 1000],
    [10, 100, 1000],
  ])
  assert.match(await readFile(chart, 'utf8'), /<svg/)
  assert.deepEqual(await readdir(cache), ['growth.svg'])
})

test('a wrong option is told in a sentence, with exit code 2', async () => {
  const wrong = run(process.execPath, [main, 'growth', '--only', 'everything'])
  await assert.rejects(wrong, { code: 2, stderr: /^There is no "everything"/ })
})
