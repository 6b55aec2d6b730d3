/** Pieces that the API's shapes are made of. */
import { type TSchema, Type } from 'typebox'

/**
 * The format alone would let `urn:uuid:` and capital letters through, which are other texts than the ones that
 * the database gives back.
 */
export const Id = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

export const IdParams = Type.Object({ id: Id })

/** What people write. PostgreSQL's text holds every character but NUL. */
export const Text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: '^[^\\u0000]*$', ...(description === undefined ? {} : { description }) })

/** RFC 3339, UTC. */
export const Time = Type.String({ format: 'date-time' })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One of the words; in OpenAPI an `enum`. */
export const Words = <const T extends readonly string[]>(words: T, description?: string) =>
  Type.Unsafe<T[number]>({
    type: 'string',
    enum: [...words],
    ...(description === undefined ? {} : { description }),
  })
