/** Whose role was taken away in JTP: a file, so that a command can change it while the demo runs. */
import { z } from 'zod'
import { Misuse } from '../failure.ts'
import { readOptional, writeDurably } from '../machine/files.ts'
import { jtpPeople } from '../network/people.ts'

const logins = z.array(z.string())

/** Logins. */
export async function readWithoutRole(path: string): Promise<readonly string[]> {
  const text = await readOptional(path)
  return text === undefined ? [] : logins.parse(JSON.parse(text))
}

/** Returns the person's name. */
export async function changeRole(path: string, login: string, change: 'take' | 'give'): Promise<string> {
  const person = jtpPeople.find((each) => each.login === login)
  if (person === undefined) {
    const known = jtpPeople.map((each) => each.login).join(', ')
    throw new Misuse(`--${change}-role takes one of ${known}, not "${login}".`)
  }
  const others = (await readWithoutRole(path)).filter((each) => each !== login)
  const after = change === 'take' ? [...others, login] : others
  await writeDurably(path, `${JSON.stringify(after, null, 2)}\n`, 0o600)
  return person.name
}
