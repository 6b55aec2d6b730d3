/** Before all tests: a fresh demo, started as a person would; after them it has to end by itself on SIGTERM. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, FIRST_PORT, repository, sharedData } from './network.ts'

const READY_WITHIN_MS = 180_000
const END_WITHIN_MS = 10_000

function untilReady(demo: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`the demo is not ready:\n${said}`)), READY_WITHIN_MS)
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (/^ready\b/m.test(said)) {
        clearTimeout(late)
        resolve()
      }
    }
    demo.stdout?.on('data', listen)
    demo.stderr?.on('data', listen)
    demo.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`the demo ended with ${code}:\n${said}`))
    })
  })
}

export default async function startNetwork(): Promise<() => Promise<void>> {
  if (!existsSync(sharedData('MANIFEST.tsv'))) {
    throw new Error(`The test images are missing: they belong to ${sharedData('')}.`)
  }
  await rm(dataFolder, { recursive: true, force: true })
  const args = ['scripts/node.mjs', 'apps/demo/src/main.ts', '--headless']
  const demo = spawn(
    process.execPath,
    [...args, '--data', dataFolder, '--port', String(FIRST_PORT)],
    { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
  try {
    await untilReady(demo)
  } catch (error) {
    demo.kill('SIGTERM')
    await ended
    throw error
  }
  return async () => {
    const late = setTimeout(() => demo.kill('SIGKILL'), END_WITHIN_MS)
    demo.kill('SIGTERM')
    const code = await ended
    clearTimeout(late)
    if (code !== 0) throw new Error(`the demo ended with ${code}; its data is in ${join(dataFolder)}`)
    if (process.env.E2E_KEEP === undefined) await rm(dataFolder, { recursive: true, force: true })
  }
}
