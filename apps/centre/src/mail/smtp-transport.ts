/** Mails given to an SMTP server, by nodemailer. */
import { readFile } from 'node:fs/promises'
import type { Config } from '../config/index.ts'
import { envelopeOf } from './headers.ts'
import { MailProblem, type MailTransport } from './transport.ts'

type SmtpConfig = NonNullable<Config['mail']['smtp']>

/** A server that does not answer must not hold the workers: other jobs wait behind them. */
const CONNECT_WITHIN_MS = 10_000
const SILENT_FOR_MS = 30_000
/** After a failed connection, nobody tries for so long. */
const PAUSE_MS = 30_000

export async function openSmtpTransport(
  config: Pick<Config, 'portal' | 'mail'>,
  { url, startTls, user, passwordFile }: SmtpConfig,
): Promise<MailTransport> {
  const { protocol, hostname, port } = new URL(url)
  const isTls = protocol === 'smtps:'
  const pass = passwordFile === null ? '' : (await readFile(passwordFile, 'utf8')).trim()
  // Not at every start: it takes several megabytes of memory.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isTls ? 465 : 587) : Number(port),
    secure: isTls,
    requireTLS: !isTls && startTls === 'required',
    ignoreTLS: !isTls && startTls === 'never',
    ...(user === null ? {} : { auth: { user, pass } }),
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_FOR_MS,
  })
  const complete = envelopeOf(config)
  let brokenUntilMs = 0
  return {
    async send(mail) {
      if (performance.now() < brokenUntilMs) throw new MailProblem('unreachable', 'for-now')
      try {
        await transport.sendMail(complete(mail))
      } catch (error) {
        const problem = problemOf(error)
        if (['unreachable', 'tls', 'sign-in'].includes(problem.code))
          brokenUntilMs = performance.now() + PAUSE_MS
        throw problem
      }
    },
    close: () => transport.close(),
  }
}

/** Codes of nodemailer; replies of 5xx are final (RFC 5321, 4.2.1), but for those to the centre's own sign-in. */
function problemOf(error: unknown): MailProblem {
  if (!(error instanceof Error)) return new MailProblem('failed', 'for-now')
  const code = 'code' in error ? error.code : undefined
  const responseCode = 'responseCode' in error ? error.responseCode : undefined
  if (code === 'EAUTH') return new MailProblem('sign-in', 'for-now')
  if (code === 'ETLS') return new MailProblem('tls', 'for-now')
  if (typeof responseCode === 'number' && responseCode >= 400) {
    return new MailProblem(`smtp-${responseCode}`, responseCode >= 500 ? 'for-ever' : 'for-now')
  }
  // nodemailer gives every error of a socket one code.
  if (code === 'ESOCKET' && /certificate|TLS|SSL|altnames/i.test(error.message)) {
    return new MailProblem('tls', 'for-now')
  }
  const isConnection = ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ECONNREFUSED', 'ECONNRESET']
  if (typeof code === 'string' && isConnection.includes(code))
    return new MailProblem('unreachable', 'for-now')
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new MailProblem('wrong-address', 'for-ever')
  return new MailProblem('failed', 'for-now')
}
