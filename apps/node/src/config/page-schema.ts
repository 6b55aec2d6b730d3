/** `page`: the node's own page, on the machine itself, and over TLS for named administrators elsewhere. */
import { isPasswordHash } from '@epacs/dicom/network'
import { z } from 'zod'
import { port } from './primitives.ts'

const user = z.strictObject({
  /** What log and decisions call who did it. */
  name: z.string().min(1).max(100),
  passwordHash: z.string().refine(isPasswordHash, 'must be what `epacs dicom-password` writes'),
})

const listen = z
  .strictObject({
    host: z.string().min(1),
    port: port.default(8452),
    certificateFile: z.string().min(1),
    keyFile: z.string().min(1),
    /** Users with a passcode. */
    users: z.array(user).min(1).optional(),
    /** Or authority of the administrators' certificates … */
    clientCaFile: z.string().min(1).nullable().default(null),
    /** … and their Common Names: nobody else of that authority is let in. */
    administrators: z.array(z.string().min(1)).min(1).optional(),
  })
  .superRefine(({ users, clientCaFile, administrators }, context) => {
    const tell = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if ((users === undefined) === (clientCaFile === null))
      tell('users', 'has users, or clientCaFile and administrators: one of both')
    if ((clientCaFile === null) !== (administrators === undefined))
      tell('administrators', 'clientCaFile and administrators belong together')
    const names = users?.map(({ name }) => name) ?? []
    if (new Set(names).size < names.length) tell('users', 'two of them have the same name')
  })

export const pageSchema = z
  .strictObject({
    port: port.default(8450),
    /** Null: on this machine alone. */
    listen: listen.nullable().default(null),
  })
  .prefault({})

export type PageListenConfig = z.output<typeof listen>
