/** DCMTK's storescu, and when it heard what. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { DataSet } from '../generator/data-set.ts'

const STORESCU = 'storescu'

export interface Sent {
  /** Moments of `performance.now()`. */
  readonly beganMs: number
  /** The first success was answered. */
  readonly firstStoredMs: number
  /** The association is released and the program has ended. */
  readonly endedMs: number
}

export interface Called {
  readonly port: number
  readonly callingAeTitle: string
  readonly calledAeTitle: string
}

/** The first `instances` of a folder on one association. */
export async function storescu(
  { port, callingAeTitle, calledAeTitle }: Called,
  { folder, files }: DataSet,
  instances: number,
  env: Readonly<Record<string, string>>,
): Promise<Sent> {
  const pdu = 'TCP_NODELAY' in env ? ['-pdu', '131072'] : []
  const paths = files.slice(0, instances).map(({ path }) => join(folder, path))
  const args = ['-v', ...pdu, '-aet', callingAeTitle, '-aec', calledAeTitle, 'localhost', String(port)]
  const beganMs = performance.now()
  const child = spawn(STORESCU, [...args, ...paths], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let firstStoredMs = Number.NaN
  let said = ''
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000)
      if (Number.isNaN(firstStoredMs) && /Store Response \(Success\)/.test(said))
        firstStoredMs = performance.now()
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`storescu ended with ${code}: ${said}`)
  return { beganMs, firstStoredMs, endedMs: performance.now() }
}
