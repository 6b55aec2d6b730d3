/** Mails as `.eml` files in the data folder, where no SMTP server is configured: a program can send them from there. */
import { access, constants, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { ifPresent, keepFolder, writeDurably } from '../storage/index.ts'
import { envelopeOf } from './headers.ts'
import { MailProblem, type MailTransport } from './transport.ts'

export function openFolderTransport(config: Pick<Config, 'portal' | 'mail' | 'dataFolder'>): MailTransport {
  const complete = envelopeOf(config)
  return {
    async send(mail) {
      // Read when the first mail is written: it takes several megabytes of memory.
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({ streamTransport: true, buffer: true })
      const { message } = await transport.sendMail(complete(mail))
      if (!Buffer.isBuffer(message)) throw new TypeError('the mail was not made in memory')
      try {
        await write(await prepareMailFolder(config), mail.messageId, message)
      } catch (error) {
        throw problemOf(error)
      }
    },
    close: () => undefined,
  }
}

/** Also again, for somebody may have tidied it away. Returns its path; throws MailProblem. */
export async function prepareMailFolder(config: Pick<Config, 'dataFolder'>): Promise<string> {
  const folder = mailFolder(config)
  try {
    await keepFolder(folder, 0o700)
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw problemOf(error)
  }
  return folder
}

/** `.part`: as earlier versions called them. */
const LEFT_HALF = /\.eml\.(new|part)$/
/** Nobody writes at one mail for so long. */
const HALF_FOR_MS = 24 * 3_600_000

/**
 * Removes the mails that nobody has taken away in all the time that the record of a mail is kept, and what was left half
 * by a process that was killed.
 */
export async function sweepMailFolder(config: Pick<Config, 'dataFolder' | 'mail'>, now: Date): Promise<void> {
  const before = now.getTime() - config.mail.keepDays * 24 * 3_600_000
  const folder = await prepareMailFolder(config)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const endsBefore = LEFT_HALF.test(name) ? now.getTime() - HALF_FOR_MS : before
    if (!name.endsWith('.eml') && !LEFT_HALF.test(name)) continue
    // Whoever takes mails away may do so in between.
    const facts = await ifPresent(stat(path))
    if (facts !== undefined && facts.mtimeMs < endsBefore) await rm(path, { force: true })
  }
}

async function write(folder: string, id: string, message: Buffer): Promise<void> {
  await writeDurably(join(folder, `${id}.eml`), message)
}

function problemOf(error: unknown): MailProblem {
  if (error instanceof MailProblem) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new MailProblem(isFull ? 'folder-full' : 'folder-not-writable', 'for-now')
}

export function mailFolder({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return join(dataFolder, 'mail')
}
