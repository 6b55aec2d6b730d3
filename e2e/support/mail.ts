/** Mails of the demo's centre, which has no SMTP server and puts them in a folder. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { dataFolder } from './network.ts'

const WITHIN_MS = 30_000
const LOOK_EVERY_MS = 200

/** The private link in the mail to that address. */
export async function invitationLink(to: string): Promise<string> {
  const folder = join(dataFolder, 'centre/mail')
  const lateAt = Date.now() + WITHIN_MS
  while (Date.now() < lateAt) {
    const names = await readdir(folder).catch(() => [])
    // Others are being written.
    for (const name of names.filter((each) => each.endsWith('.eml'))) {
      const mail = await readFile(join(folder, name), 'utf8')
      const link = /https:\S+\/invitation#[\w-]{43}/.exec(decoded(mail))?.[0]
      if (mail.includes(to) && link !== undefined) return link
    }
    await pause(LOOK_EVERY_MS)
  }
  throw new Error(`no invitation came to ${to}`)
}

/** Quoted-printable (RFC 2045, 6.7), as far as a link is concerned. */
function decoded(mail: string): string {
  return mail.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
}
