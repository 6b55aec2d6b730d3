/** `epacs whoami`: as whom the centre knows the caller, however they are known. */
import type { CentreConnection } from '@epacs/node/client'
import { Command } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from '../mailbox/access.ts'
import { minuteOf } from '../mailbox/text-table.ts'
import { plain } from '../plain.ts'

interface Options extends AccessOptions {
  readonly json?: boolean
}

interface Institution {
  readonly id: string
  readonly name: string
}

interface Session {
  readonly person: { readonly name: string }
  readonly institution: Institution | null
  readonly institutions: readonly Institution[]
  readonly expiresAt: string | null
}

export function whoamiCommand(): Command {
  return withAccess(
    new Command('whoami').description('tell as whom the centre knows you, and for which institution'),
  )
    .option('--json', "the centre's answer as JSON, for programs")
    .addHelpText('after', ACCESS_HELP)
    .action(async ({ json = false, ...options }: Options) => {
      await atCentre(options, async (connection) => await sayWho(connection, json))
    })
}

export async function sayWho(connection: CentreConnection, json: boolean): Promise<void> {
  const { csrfToken: _, ...session } = await connection.call<Session & { csrfToken: unknown }>({
    path: '/api/session',
  })
  if (json) {
    process.stdout.write(`${JSON.stringify(session)}\n`)
    return
  }
  const { person, institution, institutions, expiresAt } = session
  const acting = institution === null ? 'for no institution' : `for ${institution.name}`
  const until = expiresAt === null ? 'by certificate' : `signed in until ${minuteOf(expiresAt)}`
  process.stdout.write(`${plain(`${person.name}, ${acting}, ${until}`)}\n`)
  for (const { id, name } of institutions) {
    if (id !== institution?.id) process.stdout.write(`${plain(`also: ${name}, with --institution ${id}`)}\n`)
  }
}
