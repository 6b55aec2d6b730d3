/** Mails that a centre without SMTP server has put in its folder. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { TestNetwork } from './network.ts'

export class MailFolder {
  readonly #folder: string
  readonly #seen = new Set<string>()

  constructor(network: TestNetwork) {
    this.#folder = join(network.folder, 'data/mail')
  }

  /** Waits for a mail to the address that was not asked for before. */
  async next(to: string): Promise<{ mail: ParsedMail; link: string; token: string }> {
    for (let tries = 0; tries < 400; tries++) {
      for (const name of (await readdir(this.#folder)).toSorted()) {
        if (!name.endsWith('.eml') || this.#seen.has(name)) continue
        const mail = await simpleParser(await readFile(join(this.#folder, name)))
        if (![mail.to].flat().some((each) => each?.text === to)) continue
        this.#seen.add(name)
        const link = /https:\S+/.exec(mail.text ?? '')?.[0] ?? ''
        return { mail, link, token: link.split('#')[1] ?? '' }
      }
      await delay(25)
    }
    throw new Error(`no mail to ${to} came`)
  }
}
