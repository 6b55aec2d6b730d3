/** A network of its own for the benchmark: the demo, in a fresh folder, ended with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type AccessFile, accessFile } from '@epacs/demo'
import { buildBundles } from './bundles.ts'

const DEMO_MAIN = fileURLToPath(new URL('../../../apps/demo/src/main.ts', import.meta.url))
const READY_WITHIN_MS = 300_000
/** The demo ends within ten seconds of SIGTERM, on a busy machine later; above that it hangs. */
const END_WITHIN_MS = 60_000

export interface Network {
  readonly access: AccessFile
  readonly centrePid: number
  /** Files of the centre's own TLS certificate, for the peer to use the same. */
  readonly tls: { readonly certFile: string; readonly keyFile: string }
  stop(): Promise<void>
}

export async function startNetwork(folder: string, port: number): Promise<Network> {
  await buildBundles()
  const args = [DEMO_MAIN, '--headless', '--data', folder, '--port', String(port)]
  const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(demo, 'exit')
  async function stop(): Promise<void> {
    const late = setTimeout(() => demo.kill('SIGKILL'), END_WITHIN_MS)
    demo.kill('SIGTERM')
    await ended
    clearTimeout(late)
  }
  const said: string[] = []
  const ready = Promise.withResolvers<void>()
  for (const output of [demo.stdout, demo.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      said.push(line)
      if (line.startsWith('ready')) ready.resolve()
    })
  }
  const fail = (why: string) => ready.reject(new Error(`the network ${why}:\n${said.join('\n')}`))
  const late = setTimeout(() => fail('is not ready'), READY_WITHIN_MS)
  void ended.then(([code]) => fail(`ended with ${code}`))
  try {
    await ready.promise
    return { ...(await facts(folder)), stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(late)
  }
}

async function facts(folder: string): Promise<Omit<Network, 'stop'>> {
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'))
  const { certFile, keyFile } = (await read('centre.json')).portal.tls
  return {
    access: accessFile.parse(await read('access.json')),
    centrePid: Number((await read('demo.lock')).centre.pid),
    tls: { certFile: String(certFile), keyFile: String(keyFile) },
  }
}
