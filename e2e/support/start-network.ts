/** Before all tests: a fresh demo network. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { startDemo } from './demo-process.ts'
import { dataFolder, FIRST_PORT, sharedData } from './network.ts'

export default async function startNetwork(): Promise<() => Promise<void>> {
  if (!existsSync(sharedData('MANIFEST.tsv'))) {
    throw new Error(`The test images are missing: they belong to ${sharedData('')}.`)
  }
  await rm(dataFolder, { recursive: true, force: true })
  const demo = await startDemo(dataFolder, FIRST_PORT)
  return async () => {
    await demo.stop()
    if (process.env.E2E_KEEP === undefined) await rm(dataFolder, { recursive: true, force: true })
  }
}
