import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import type { S3Config } from '../../config/index.ts'
import { storeContract } from '../testing/store-contract.ts'
import { openS3Store, type S3Store } from './s3-store.ts'
import { type Bucket, makeBucket } from './testing/bucket.ts'
import { Ceph } from './testing/ceph.ts'

let ceph: Ceph
let bucket: Bucket
let folder: string
let store: S3Store
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-s3-'))
  ceph = await Ceph.start()
  bucket = await makeBucket(ceph, 'epacs')
  store = await openS3Store(s3({}), { dataFolder: folder, reserveBytes: 0 })
})
after(async () => {
  store?.close()
  bucket?.close()
  await ceph?.stop()
  await rm(folder, { recursive: true })
})

function s3(changes: Partial<S3Config>): S3Config {
  return {
    endpoint: ceph.endpoint,
    region: 'us-east-1',
    bucket: 'epacs',
    prefix: '',
    addressing: 'path',
    credentialsFile: ceph.credentialsFile,
    encryption: null,
    kmsKeyId: null,
    indexCopiesBytes: 1024 ** 2,
    ...changes,
  }
}

storeContract(() => ({
  store,
  dataFolder: folder,
  ranges: 15,
  removeStored: (name) => bucket.remove(`packages/${name}`),
  storedNames: () => bucket.names(),
}))
