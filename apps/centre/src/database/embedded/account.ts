/** PostgreSQL refuses to run as root: then it runs as the system account `postgres`, made when it is missing. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { EmbeddedDatabaseError } from './error.ts'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const NAME = 'postgres'
const run = promisify(execFile)

/** Undefined: the centre's own account, which is not root. */
export async function databaseAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const known = await lookUp()
  if (known !== undefined) return known
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ])
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `PostgreSQL does not run as root, and the account "${NAME}" cannot be made; start the centre as an ordinary user.`,
      { cause: error },
    )
  }
  const made = await lookUp()
  if (made === undefined) throw new EmbeddedDatabaseError(`The account "${NAME}" was made but is not known.`)
  return made
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])])
    return { name: NAME, uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    // `id` fails for an account that does not exist.
    return undefined
  }
}
