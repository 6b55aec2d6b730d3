/** Options of the S3-compatible store that packages may lie in. */
import { z } from 'zod'

const GIB = 1024 ** 3
const name = z.string().min(1)
/** Packages are images of patients: what goes over a network is encrypted. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export const s3Schema = z
  .strictObject({
    endpoint: z
      .url({ protocol: /^https?$/ })
      .refine((url) => {
        const { protocol, hostname } = new URL(url)
        return protocol === 'https:' || LOOPBACK.test(hostname)
      }, 'must be https, except for a gateway on this machine')
      .meta({ type: 'https address' })
      .nullable()
      .default(null)
      .describe(
        'Address of the store, e.g. `https://s3.hospital.example`; `http` only on this machine; null: that of AWS in the region',
      ),
    region: name.default('us-east-1').describe('Region that requests are signed for; Ceph takes the default'),
    bucket: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'must be the name of a bucket: 3 to 63 of a-z, 0-9, . and -',
      )
      .describe('Bucket, which exists already; the centre makes none'),
    prefix: z
      .string()
      .regex(/^([A-Za-z0-9!_.*'()-]+\/)*$/, 'must end in / and not begin with it')
      .default('')
      .describe('What names of objects begin with, e.g. `epacs/`, when others use the bucket, too'),
    addressing: z
      .enum(['path', 'virtual-host'])
      .default('path')
      .describe('`https://HOST/BUCKET/…` or `https://BUCKET.HOST/…`'),
    credentialsFile: name
      .nullable()
      .default(null)
      .describe(
        "File in AWS' form (`[default]`, `aws_access_key_id = …`, `aws_secret_access_key = …`); null: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of the environment, or the machine's role at AWS",
      ),
    encryption: z
      .enum(['AES256', 'aws:kms'])
      .nullable()
      .default(null)
      .describe(
        'Encryption that the store is asked for with each object, and that it has to confirm; null: none, or what the bucket does by itself',
      ),
    kmsKeyId: name
      .nullable()
      .default(null)
      .describe("With `aws:kms`, the key's name; null: the store's usual key"),
    indexCopiesBytes: z
      .int()
      .min(1)
      .default(GIB)
      .describe('Copies of indexes in the data folder, together, so that pages do not wait for the store'),
  })
  .refine(({ kmsKeyId, encryption }) => kmsKeyId === null || encryption === 'aws:kms', {
    path: ['kmsKeyId'],
    message: 'goes with "encryption": "aws:kms" only',
  })
