/** Every refusal and failure as RFC 9457 problem details with the id of the request. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway } from '../database/index.ts'
import { Problem, problemBody } from '../http/index.ts'
import { StoreError } from '../storage/index.ts'

const PROBLEM_TYPE = 'application/problem+json'

/** Fastify's own refusals, by status. What its messages quote of the request is not repeated. */
const REFUSALS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['invalid-request', 'The request cannot be understood.'],
  403: ['forbidden', 'This is not allowed.'],
  404: ['not-found', 'There is nothing here.'],
  405: ['method-not-allowed', 'This cannot be done here.'],
  408: ['body-too-slow', 'The body of the request did not come in time.'],
  413: ['too-large', 'The body of the request is too large.'],
  414: ['address-too-long', 'The address is too long.'],
  415: ['wrong-content-type', 'The body of the request has a content type that is not taken here.'],
  429: ['too-many-requests', 'Too many requests; try again later.'],
  503: ['unavailable', 'The centre cannot answer now; try again later.'],
}

const OUR_FAULT = new Problem(500, 'internal', 'The centre failed at this request; its log says why.')
const STORE_AWAY = new Problem(
  503,
  'unavailable',
  'The store of packages cannot be reached now; try again in a few minutes.',
)

const DATABASE_AWAY = new Problem(
  503,
  'unavailable',
  'The database of the centre cannot be reached now; try again in a moment.',
)
/** When a centre that cannot answer is asked again. */
const RETRY_AFTER_SECONDS = 5

export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
    return sendProblem(request, reply, problem)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  // What was promised of the thing itself does not hold for the problem.
  for (const name of ['Content-Length', 'Content-Disposition', 'ETag', 'Last-Modified'])
    reply.removeHeader(name)
  reply.header('Cache-Control', 'no-store')
  if (problem.status === 503) reply.header('Retry-After', RETRY_AFTER_SECONDS)
  // Serialised here: a route's response schema for its own status is not made for problems.
  return reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(problem, request.id))
}

export function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (error.validation !== undefined) return invalid(error)
  if (error instanceof StoreError) return STORE_AWAY
  if (isDatabaseAway(error)) return DATABASE_AWAY
  const status = error.statusCode ?? 500
  const known = REFUSALS[status]
  if (known !== undefined) return new Problem(status, ...known)
  return status >= 400 && status < 500
    ? new Problem(status, 'refused', 'The request was refused.')
    : OUR_FAULT
}

/** Names the fields; never their values, which may be a patient's. */
function invalid({ validation = [], validationContext }: FastifyError): Problem {
  // An id that cannot be one is the id of nothing.
  if (validationContext === 'params') return new Problem(404, ...(REFUSALS[404] ?? ['not-found', '']))
  const place = validationContext === 'querystring' ? 'query' : (validationContext ?? 'request')
  const fields = validation.map(({ instancePath, params, message = 'is wrong' }) => ({
    field: fieldName(place, instancePath, params),
    problem: message,
  }))
  const named = [...new Map(fields.map((each) => [each.field, each])).values()].slice(0, MOST_FIELDS)
  const first = named[0]
  return new Problem(
    400,
    'invalid-request',
    first ? `${first.field} ${first.problem}.` : 'The request is wrong.',
    {
      fields: named,
    },
  )
}

const MOST_FIELDS = 20

function fieldName(place: string, instancePath: string, params: Record<string, unknown>): string {
  const path = [place, ...instancePath.split('/').filter((part) => part !== '')]
  const missing = params.requiredProperties ?? params.missingProperty ?? params.additionalProperties
  const last = Array.isArray(missing) ? missing[0] : missing
  return (typeof last === 'string' ? [...path, last] : path).join('.')
}
