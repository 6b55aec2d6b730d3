/** Mails as `.eml` files in the data folder, where no SMTP server is configured: a program can send them from there. */
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Config } from '../config/index.ts'
import { envelopeOf } from './headers.ts'
import type { MailTransport } from './transport.ts'

export async function openFolderTransport(
  config: Pick<Config, 'portal' | 'mail' | 'dataFolder'>,
): Promise<MailTransport> {
  const folder = mailFolder(config)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const transport = createTransport({ streamTransport: true, buffer: true })
  const complete = envelopeOf(config)
  return {
    async send(mail) {
      const { message } = await transport.sendMail(complete(mail))
      if (!Buffer.isBuffer(message)) throw new TypeError('the mail was not made in memory')
      const path = join(folder, `${mail.messageId}.eml`)
      const file = await open(`${path}.part`, 'w', 0o600)
      try {
        await file.writeFile(message)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.part`, path)
    },
    close: () => transport.close(),
  }
}

export function mailFolder({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return join(dataFolder, 'mail')
}
