/** Mails that a centre without SMTP server has put in its folder. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { TestNetwork } from './network.ts'
import { until } from './until.ts'

export class MailFolder {
  readonly #folder: string
  readonly #seen = new Set<string>()

  constructor(network: TestNetwork) {
    this.#folder = join(network.folder, 'data/mail')
  }

  /** Waits for a mail to the address that was not asked for before. */
  async next(to: string): Promise<{ mail: ParsedMail; link: string; token: string }> {
    let found: ParsedMail | undefined
    await until(`a mail to ${to} comes`, async () => {
      for (const name of (await readdir(this.#folder)).toSorted()) {
        if (!name.endsWith('.eml') || this.#seen.has(name)) continue
        const mail = await simpleParser(await readFile(join(this.#folder, name)))
        if (![mail.to].flat().some((each) => each?.text === to)) continue
        this.#seen.add(name)
        found = mail
        return true
      }
      return false
    })
    if (found === undefined) throw new Error(`no mail to ${to} came`)
    const link = /https:\S+/.exec(found.text ?? '')?.[0] ?? ''
    return { mail: found, link, token: link.split('#')[1] ?? '' }
  }
}
