/** A person looks at the program that asks to be signed in, and allows or refuses it: from a browser's session alone. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem, Text, Time, Words } from '../../http/index.ts'
import { type Caller, requireCaller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { lockSession } from '../session/sessions.ts'
import { userCodeIn } from './codes.ts'
import { decideSignIn, type WaitingSignIn, waitingSignIn } from './device-sign-ins.ts'

const MINUTE_MS = 60_000
/** Of one account (RFC 8628 §5.1): people mistype a code once or twice. */
const CODES_PER_MINUTE = 10

const tags = ['sign-in']
const UserCode = Text(40, 'As the program shows it; case, spaces and dashes do not count')
const DECISIONS = ['allow', 'refuse'] as const

const LookUpBody = Type.Object({ userCode: UserCode })
const DecisionBody = Type.Object({ userCode: UserCode, decision: Words(DECISIONS) })
const Waiting = Type.Object({
  userCode: Type.String(),
  program: Type.String(),
  host: Type.String({ description: 'Name of its machine, as the program says; may be empty' }),
  address: Type.String(),
  isOwnAddress: Type.Boolean({ description: 'The same as that of who asks now' }),
  createdAt: Time,
  expiresAt: Time,
})

export function confirmRoutes(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock, audit } = context
  const config = {
    needs: 'person',
    rateLimit: {
      max: CODES_PER_MINUTE,
      timeWindow: MINUTE_MS,
      keyGenerator: ({ caller, ip }: FastifyRequest) => `codes of ${caller?.personId ?? ip}`,
    },
  } as const

  app.post<{ Body: { userCode: string } }>(
    '/api/device-sign-ins/look-up',
    {
      config,
      schema: {
        summary: 'Which program shows this code, and waits to be signed in',
        tags,
        body: LookUpBody,
        response: { 200: Waiting },
      },
    },
    async (request) => {
      const caller = requireBrowser(request)
      const { userCode } = request.body
      const found = await db.transaction().execute((trx) => find(trx, userCode))
      if (found === undefined) throw await unknown(request, caller)
      const { program, host, address, createdAt, expiresAt } = found
      return {
        userCode: userCodeIn(userCode) ?? '',
        program,
        host,
        address,
        isOwnAddress: address === request.ip,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }
    },
  )

  app.post<{ Body: { userCode: string; decision: (typeof DECISIONS)[number] } }>(
    '/api/device-sign-ins/decision',
    {
      config,
      schema: {
        summary: 'Let the program in with a session of its own, or refuse it',
        tags,
        body: DecisionBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const caller = requireBrowser(request)
      const { userCode, decision } = request.body
      const decided = await db.transaction().execute(async (trx) => {
        const { sessionId, institution } = caller
        if (!(await lockSession(trx, sessionId)))
          throw new Problem(401, 'not-signed-in', 'The session has ended meanwhile.')
        const found = await find(trx, userCode)
        if (found === undefined) return undefined
        const allowance = { sessionId, institutionId: institution?.id ?? null }
        await decideSignIn(trx, found, decision === 'allow' ? allowance : null, clock())
        const { id, program, host, address } = found
        const details = { signIn: id, program, host, address }
        await audit.record(trx, {
          at: clock(),
          actor: caller,
          action: `session.${decision}-program`,
          details,
        })
        return found
      })
      if (decided === undefined) throw await unknown(request, caller)
      return reply.code(204).send()
    },
  )

  async function find(
    trx: Parameters<typeof waitingSignIn>[0],
    typed: string,
  ): Promise<WaitingSignIn | undefined> {
    const userCode = userCodeIn(typed)
    return userCode === undefined ? undefined : await waitingSignIn(trx, userCode, clock())
  }

  /** Recorded: many of them are somebody who guesses. */
  async function unknown({ ip }: FastifyRequest, actor: Caller): Promise<Problem> {
    const details = { method: 'device', problem: 'unknown-code', address: ip }
    await audit.record(db, { at: clock(), actor, action: 'session.refuse', details })
    return new Problem(404, 'device-code-not-found', 'No program waits with this code; it may have expired.')
  }
}

/** @throws Problem 409: a program, or a certificate without a session, lets no further program in */
function requireBrowser(request: FastifyRequest): Caller & { readonly sessionId: string } {
  const caller = requireCaller(request)
  const { session } = request
  if (session === null || session.program !== null) {
    throw new Problem(409, 'no-browser-session', 'This is confirmed in the portal, by a person in a browser.')
  }
  return { ...caller, sessionId: session.id }
}
