/** Buckets of a store for tests, and what stands in them beside the centre's own view. */
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { fromIni } from '@aws-sdk/credential-provider-ini'
import type { Ceph } from './ceph.ts'

export class Bucket {
  readonly name: string
  readonly #client: S3Client

  constructor(ceph: Ceph, name: string) {
    this.name = name
    this.#client = new S3Client({
      region: 'us-east-1',
      endpoint: ceph.endpoint,
      forcePathStyle: true,
      credentials: fromIni({ filepath: ceph.credentialsFile, profile: 'default' }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
  }

  async make(): Promise<void> {
    await this.#client.send(new CreateBucketCommand({ Bucket: this.name }))
  }

  async keepVersions(): Promise<void> {
    const VersioningConfiguration = { Status: 'Enabled' } as const
    await this.#client.send(new PutBucketVersioningCommand({ Bucket: this.name, VersioningConfiguration }))
  }

  /** The first thousand. */
  async names(): Promise<readonly string[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: this.name }))
    return Contents.map(({ Key = '' }) => Key)
  }

  async unfinished(): Promise<readonly string[]> {
    const { Uploads = [] } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket: this.name }))
    return Uploads.map(({ Key = '' }) => Key)
  }

  /** An upload that nobody goes on with. */
  async abandonUpload(name: string): Promise<void> {
    await this.#client.send(new CreateMultipartUploadCommand({ Bucket: this.name, Key: name }))
  }

  async head(name: string): Promise<HeadObjectCommandOutput> {
    return await this.#client.send(new HeadObjectCommand({ Bucket: this.name, Key: name }))
  }

  async read(name: string): Promise<Buffer> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key: name }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }

  /** Behind the centre's back. */
  async write(name: string, bytes: Buffer): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.name, Key: name, Body: bytes }))
  }

  async remove(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.name, Key: name }))
  }

  close(): void {
    this.#client.destroy()
  }
}

export async function makeBucket(ceph: Ceph, name: string): Promise<Bucket> {
  const bucket = new Bucket(ceph, name)
  await bucket.make()
  return bucket
}
