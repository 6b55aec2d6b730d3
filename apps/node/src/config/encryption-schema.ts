/** Where the master keys of the encryption at rest come from. */
import { z } from 'zod'

/** As the centre's: one key a line, the newest first; the others are for reading what was encrypted with them. */
export const encryptionSchema = z
  .strictObject({
    /** Nobody but its owner may read it; null: nothing is encrypted, unless there is a keyCommand. */
    keyFile: z.string().min(1).nullable().default(null),
    /** Program and its parameters, without a shell; it writes what would stand in the file. Asked at each start. */
    keyCommand: z.array(z.string().min(1)).min(1).nullable().default(null),
    /** What it may take before the start fails. */
    keyCommandSeconds: z.int().min(1).default(30),
  })
  .refine(({ keyFile, keyCommand }) => keyFile === null || keyCommand === null, {
    path: ['keyCommand'],
    message: 'goes without keyFile',
  })
  .prefault({})
