/** Options of the encryption at rest. */
import { z } from 'zod'

const name = z.string().min(1)

export const encryptionSchema = z
  .strictObject({
    keyFile: name
      .nullable()
      .default(null)
      .describe(
        'File with the master keys that packages, uploads and what comes by DICOM are encrypted with in the data folder: 32 random bytes as base64 (`openssl rand -base64 32`), one key a line, the newest first; nobody but its owner may read it; null: not encrypted, unless `keyCommand` is set. See [operations.md](operations.md)',
      ),
    keyCommand: z
      .array(name)
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'Instead of `keyFile`: program, and its parameters, that writes the same to its standard output, e.g. from a key management service; asked at each start',
      ),
    keyCommandSeconds: z
      .int()
      .min(1)
      .default(30)
      .describe('What `keyCommand` may take before the start fails'),
  })
  .refine(({ keyFile, keyCommand }) => keyFile === null || keyCommand === null, {
    path: ['keyCommand'],
    message: 'goes without "keyFile"',
  })
