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
    let mail: ParsedMail | undefined
    await until(`a mail to ${to} comes`, async () => {
      mail = await this.#unseen(to)
      return mail !== undefined
    })
    const link = /https:\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    if (mail === undefined) throw new Error(`the mail to ${to} is gone`)
    return { mail, link, token: link.split('#')[1] ?? '' }
  }

  async #unseen(to: string): Promise<ParsedMail | undefined> {
    for (const name of (await readdir(this.#folder)).toSorted()) {
      if (!name.endsWith('.eml') || this.#seen.has(name)) continue
      const mail = await simpleParser(await readFile(join(this.#folder, name)))
      if (![mail.to].flat().some((each) => each?.text === to)) continue
      this.#seen.add(name)
      return mail
    }
    return undefined
  }
}
