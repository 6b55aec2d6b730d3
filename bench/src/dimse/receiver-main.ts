/**
 * Our receiver, a process of its own: `node receiver-main.ts PLAIN_PORT TLS_PORT FOLDER KEY CERT CA`. Every object that
 * comes is written to a file and answered when it is, as storescp does. Says `ready` when it listens; a line on its
 * input asks for the event loop's delay since the last one.
 */
import { closeSync, openSync, writevSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { Acceptor, type Outcome, STATUS, type StoreRequest } from '@epacs/dicom/network'

const PERCENTILE = 99
const WRITE_BYTES = 256 * 1024
const NANOSECONDS_PER_MILLISECOND = 1e6

const [plainPort, tlsPort, folder = '', key = '', cert = '', ca = ''] = process.argv.slice(2)
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

/**
 * Written on this thread, as storescp does on its own: on two cores with a sender that fills one of them, handing
 * every batch to libuv's threads took 3.8 s for 1,000 CT instances instead of 1.5 s.
 */
async function store({ sopInstanceUid, dataSet }: StoreRequest): Promise<Outcome> {
  const file = openSync(join(folder, `${sopInstanceUid}.ds`), 'w')
  try {
    const batchOf = () => dataSet.batch(WRITE_BYTES)
    for (let batch = await batchOf(); batch !== undefined; batch = await batchOf()) {
      const bytesWritten = writevSync(file, batch)
      const wanted = batch.reduce((sum, { length }) => sum + length, 0)
      if (bytesWritten !== wanted) throw new Error(`${bytesWritten} of ${wanted} bytes were written`)
      dataSet.release(batch)
    }
  } finally {
    closeSync(file)
  }
  return { status: STATUS.success }
}

const services = { store, failed: (error: unknown) => console.error(error) }
const pem = await Promise.all([key, cert, ca].map((path) => readFile(path, 'utf8')))
const tls = { key: pem[0] ?? '', cert: pem[1] ?? '', ca: pem[2] ?? '' }
const common = { host: '127.0.0.1', admit: () => ({ services }) }
await Acceptor.listen({ ...common, port: Number(plainPort) })
await Acceptor.listen({ ...common, port: Number(tlsPort), tls })
process.stdout.write('ready\n')
createInterface({ input: process.stdin })
  .on('line', () => {
    process.stdout.write(`${delay.percentile(PERCENTILE) / NANOSECONDS_PER_MILLISECOND}\n`)
    delay.reset()
  })
  // Nothing of a benchmark outlives it, however it ends.
  .on('close', () => process.exit(0))
