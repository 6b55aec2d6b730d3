/** How resources and refusals leave. */
import type { Resource } from '@medplum/fhirtypes'
import type { FastifyReply } from 'fastify'
import { Problem } from '../http/index.ts'
import { FHIR_JSON, outcome } from './resources.ts'

export function send(reply: FastifyReply, resource: Resource): FastifyReply {
  return reply.header('Cache-Control', 'no-store').type(FHIR_JSON).send(JSON.stringify(resource))
}

/** Refusals are resources, too (OperationOutcome). */
export async function answer(reply: FastifyReply, resource: () => Promise<Resource>): Promise<FastifyReply> {
  try {
    return send(reply, await resource())
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    reply.code(error.status)
    return send(reply, outcome(error.status, error.code, error.message))
  }
}

export function selfOf(origin: string, url: string): string {
  return new URL(url, origin).href
}
