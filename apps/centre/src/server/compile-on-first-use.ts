/**
 * Checks of requests and writers of responses are compiled when their route is first asked, not when the application
 * starts: compiling all of them is half of a start's processor time, and most processes never need most of them.
 */
import { type Serializer, SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type {
  FastifyInstance,
  FastifySchema,
  FastifySchemaCompiler,
  FastifySerializerCompiler,
} from 'fastify'

const compileSerializer = SerializerSelector()()

const compileChecks: FastifySchemaCompiler<FastifySchema> = (route) => {
  let check: ReturnType<typeof TypeBoxValidatorCompiler> | undefined
  return (value: unknown) => {
    check ??= TypeBoxValidatorCompiler(route)
    return check(value)
  }
}

const compileWriters: FastifySerializerCompiler<FastifySchema> = ({
  schema,
  method,
  url,
  httpStatus = '',
}) => {
  let write: Serializer | undefined
  return (body: unknown) => {
    write ??= compileSerializer({ schema, method, url, httpStatus })
    return write(body)
  }
}

/** A faulty schema is found by the test that compiles every route's, not by a start. */
export function compileOnFirstUse(app: FastifyInstance): void {
  app.setValidatorCompiler(compileChecks)
  app.setSerializerCompiler(compileWriters)
}
