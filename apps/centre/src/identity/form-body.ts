/** Bodies as forms send them, read in a scope of their own: nothing else in the centre takes forms. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

export function takeForms(scope: FastifyInstance, mostBytes: number): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostBytes },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

/** Empty: there is no such field. */
export function formField({ body }: FastifyRequest, name: string): string {
  if (typeof body !== 'object' || body === null) return ''
  const value = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : ''
}
