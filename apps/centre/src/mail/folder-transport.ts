/** Mails as `.eml` files in the data folder, where no SMTP server is configured: a program can send them from there. */
import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { writeDurably } from '../storage/index.ts'
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
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw problemOf(error)
  }
  return folder
}

/** Removes the mails that nobody has taken away in all the time that the record of a mail is kept. */
export async function sweepMailFolder(config: Pick<Config, 'dataFolder' | 'mail'>, now: Date): Promise<void> {
  const before = now.getTime() - config.mail.keepDays * 24 * 3_600_000
  const folder = await prepareMailFolder(config)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name.endsWith('.eml') && (await stat(path)).mtimeMs < before) await rm(path, { force: true })
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
