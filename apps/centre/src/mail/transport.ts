/** How mails leave: by SMTP, or as files. */
export interface OutgoingMail {
  /** The same for every attempt, so that a mail that arrives twice is seen as one. */
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface MailTransport {
  /** Resolves when the mail is safely elsewhere. Throws MailProblem. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/** Its words are a code alone: what servers answer quotes addresses. */
export class MailProblem extends Error {
  override readonly name = 'MailProblem'
  /** `smtp-550`, `unreachable`, `tls`, `sign-in`, `folder-not-writable`, `folder-full`, … */
  readonly code: string
  /** Whether another attempt may succeed. */
  readonly lasting: 'for-ever' | 'for-now'

  constructor(code: string, lasting: 'for-ever' | 'for-now') {
    super(code)
    this.code = code
    this.lasting = lasting
  }
}
