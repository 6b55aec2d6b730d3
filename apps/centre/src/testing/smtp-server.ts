/** A real SMTP server that takes mails, or does with them what the test says. */
import { once } from 'node:events'
import type { Issued } from '@epacs/pki'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { lookForPatients } from './planted-patients.ts'

export interface SmtpOptions {
  readonly port: number
  readonly tls?: Issued
  readonly user?: string
  readonly password?: string
  /** SMTPS: encrypted from the first byte. */
  readonly implicitTls?: 'smtps'
  readonly disabledCommands?: readonly ('STARTTLS' | 'AUTH')[]
}

export class TestSmtp {
  readonly received: { readonly mail: ParsedMail; readonly raw: string; readonly wasEncrypted: string }[] = []
  /** What each recipient is answered; the default takes all. */
  answer: (recipient: string) => number = () => 250
  readonly #server: SMTPServer

  private constructor({ tls, user, password, implicitTls, disabledCommands }: SmtpOptions) {
    const options: SMTPServerOptions = {
      ...(tls ? { cert: tls.certificatePem, key: tls.privateKeyPem } : {}),
      secure: implicitTls === 'smtps',
      authOptional: user === undefined,
      disabledCommands: [...(disabledCommands ?? [])],
      logger: false,
      onAuth: (auth, _session, done) => {
        if (auth.username === user && auth.password === password) done(null, { user })
        else done(new Error('wrong password'))
      },
      onRcptTo: ({ address }, _session, done) => {
        const status = this.answer(address)
        if (status < 400) done()
        else done(Object.assign(new Error(`no mail for ${address}`), { responseCode: status }))
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8')
          simpleParser(raw).then((mail) => {
            lookForPatients([mail.subject, mail.text, mail.html || ''].join('\n'), 'a mail')
            this.received.push({ mail, raw, wasEncrypted: session.secure ? 'tls' : 'plain' })
            done()
          }, done)
        })
      },
    }
    this.#server = new SMTPServer(options)
    // A client that does not like our certificate hangs up.
    this.#server.on('error', () => undefined)
  }

  static async start(options: SmtpOptions): Promise<TestSmtp> {
    const smtp = new TestSmtp(options)
    smtp.#server.listen(options.port, 'localhost')
    await once(smtp.#server.server, 'listening')
    return smtp
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
  }
}
