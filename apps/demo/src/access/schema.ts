/** `access.json`: how scripts and tests find their way into a running demo. The shape is a contract (ARCHITECTURE.md, "Contracts"). */
import { z } from 'zod'

const path = z.string().min(1)
const institutionId = z.uuid()

export const accessFile = z.strictObject({
  portal: z.url(),
  certificateEntrance: z.url(),
  /** PEM of the authority that signed every server certificate here. */
  ca: path,
  operator: z.strictObject({ cert: path, key: path }),
  auditor: z.strictObject({ cert: path, key: path }),
  users: z
    .array(
      z.strictObject({
        institution: institutionId,
        name: z.string().min(1),
        cert: path,
        key: path,
        p12: path,
        p12Password: z.string(),
      }),
    )
    .min(3),
  jtp: z.strictObject({
    issuer: z.url(),
    users: z
      .array(
        z.strictObject({
          login: z.string().min(1),
          password: z.string().min(1),
          /** The mailbox that the sign-in opens; null: it opens none. */
          institution: institutionId.nullable(),
        }),
      )
      .min(3),
  }),
})

export type AccessFile = z.infer<typeof accessFile>
