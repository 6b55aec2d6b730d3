/** What the documents tell people to type works as it stands. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { dataFolder, network, repository } from '../support/network.ts'

const run = promisify(execFile)

/** The examples that call the centre, in one shell, as a reader goes through them; at this network's addresses. */
async function examplesOf(document: string): Promise<string> {
  const text = await readFile(join(repository, document), 'utf8')
  const examples = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, example = '']) => example)
  return examples
    .filter((example) => !example.includes('npm '))
    .join('\n')
    .replaceAll('data/demo', dataFolder)
    .replaceAll('https://localhost:8444', network().certificateEntrance)
    .replaceAll('https://localhost:8443', network().portal)
    .replaceAll('127.0.0.1 8448', `127.0.0.1 ${network().dicom.port}`)
}

async function typeAll(document: string): Promise<string[]> {
  const script = `set -euo pipefail\n${await examplesOf(document)}`
  const { stdout } = await run('bash', ['-c', script], { cwd: repository })
  return stdout.trimEnd().split('\n')
}

test('the API’s description: find, upload in two chunks, send, read, download in two pieces, delete', async () => {
  const said = await typeAll('docs/api.md')
  expect(said).toContain('MUDr. Jana Hvězdová')
  expect(said).toContain('delivered')
  expect(said).toContain('deleted')
})

test('the README: one image sent with curl and a certificate', async () => {
  const [message = ''] = await typeAll('README.md')
  expect(JSON.parse(message)).toMatchObject({ subject: 'MR', sizeBytes: expect.any(Number) })
})
