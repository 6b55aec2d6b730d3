/** Whose roles were taken away in JTP: a file, so that a command can add to it while the demo runs. */
import { z } from 'zod'
import { Misuse } from '../failure.ts'
import { readOptional, writeDurably } from '../machine/files.ts'
import { jtpPeople } from '../network/people.ts'

const takenFile = z.array(z.string())

/** Logins. */
export async function readTakenRoles(path: string): Promise<readonly string[]> {
  const text = await readOptional(path)
  return text === undefined ? [] : takenFile.parse(JSON.parse(text))
}

/** Returns the person's name. */
export async function takeRoles(path: string, login: string): Promise<string> {
  const person = jtpPeople.find((each) => each.login === login)
  if (person === undefined) {
    throw new Misuse(
      `--take-role takes one of ${jtpPeople.map((each) => each.login).join(', ')}, not "${login}".`,
    )
  }
  const all = new Set([...(await readTakenRoles(path)), login])
  await writeDurably(path, `${JSON.stringify([...all])}\n`, 0o644)
  return person.name
}
