/** A store to try a centre with: `npm run ceph -- BUCKET`; ends with Ctrl-C. */
import { once } from 'node:events'
import { makeBucket } from './bucket.ts'
import { Ceph } from './ceph.ts'

const [bucket = 'epacs'] = process.argv.slice(2)
const ceph = await Ceph.start()
try {
  await makeBucket(ceph, bucket)
  const { endpoint, credentialsFile } = ceph
  process.stdout.write(
    `${JSON.stringify({ packages: { s3: { endpoint, bucket, credentialsFile } } }, null, 2)}\n`,
  )
  const keepAlive = setInterval(() => {}, 60_000)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  clearInterval(keepAlive)
} finally {
  await ceph.stop()
}
