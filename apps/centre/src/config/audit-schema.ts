/** Where the audit trail goes besides the database. */
import { z } from 'zod'

export const auditSchema = z
  .strictObject({
    repository: z
      .strictObject({
        host: z.string().min(1).describe('Name of the server, as its certificate has it'),
        port: z.int().min(1).max(65535).default(6514).describe('Port for syslog over TLS'),
        certFile: z
          .string()
          .min(1)
          .nullable()
          .default(null)
          .describe('PEM file with the certificate that the centre shows it; null: none'),
        keyFile: z.string().min(1).nullable().default(null).describe('PEM file with its private key'),
      })
      .refine(({ certFile, keyFile }) => (certFile === null) === (keyFile === null), {
        error: 'has certFile and keyFile, or neither of them',
      })
      .nullable()
      .default(null)
      .describe(
        'Audit repository that gets every event as a DICOM Audit Message (PS3.15 A.5) by syslog over TLS; null: none',
      ),
  })
  .prefault({})
