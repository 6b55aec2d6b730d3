import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../../packages/dicom/src/network/testing/free-ports.ts'
import { QUESTIONS } from './questions.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const PORTS = 10

test('a small country is asked every question, no large table is read as a whole, and nothing is left', async (t) => {
  const cache = await mkdtemp(join(tmpdir(), 'epacs-records-'))
  t.after(() => rm(cache, { recursive: true, force: true }))
  await chmod(cache, 0o711)
  const port = String(await freePorts(PORTS))
  const size = ['--messages', '60000', '--institutions', '100', '--calls', '20']
  const { stdout } = await run(process.execPath, [main, 'records', ...size, '--json', '--port', port], {
    env: { ...process.env, EPACS_BENCH_CACHE: cache },
  }).catch((error: unknown) => {
    // How long an answer takes says nothing on a machine that others use.
    if (error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error)
      return { stdout: String(error.stdout) }
    throw error
  })
  const { messages, groups } = JSON.parse(stdout)
  assert.equal(messages, 60_000)
  const titles = groups.map(({ answers }: { answers: { title: string }[] }) =>
    answers.map(({ title }) => title),
  )
  assert.deepEqual(
    titles,
    [QUESTIONS.pages, QUESTIONS.figures].map((each) => each.map(({ title }) => title)),
  )
  assert.deepEqual(groups[0].readWhole, [])
  assert.deepEqual(await readdir(cache), [])
})

test('a wrong option is told in a sentence, with exit code 2', async () => {
  const wrong = run(process.execPath, [main, 'records', '--messages', 'many'])
  await assert.rejects(wrong, { code: 2, stderr: /^--messages takes a whole number/ })
})
