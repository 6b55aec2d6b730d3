/** `epacs logout`: ends the sign-in at the centre, and forgets it here. */
import { CentreConnection, NodeError, proxyOf, readCa } from '@epacs/node/client'
import { Command } from 'commander'
import { dropSignIn, type KeptSignIn, keptSignIn } from './kept-sign-in.ts'

export function logoutCommand(): Command {
  return new Command('logout')
    .description('end the sign-in of epacs login')
    .option('--json', 'the outcome as JSON, for programs')
    .action(logout)
}

async function logout({ json = false }: { readonly json?: boolean }): Promise<void> {
  const kept = await keptSignIn()
  if (kept === undefined) {
    if (json) process.stdout.write(`${JSON.stringify({ portal: null })}\n`)
    else console.error('Nobody has signed in here.')
    return
  }
  await dropSignIn()
  await endAtCentre(kept).catch((error: unknown) => {
    throw new NodeError(
      `Forgotten here; the centre was not reached, so sign it out in the portal, under My sessions: ${
        error instanceof Error ? error.message : error
      }`,
      { cause: error },
    )
  })
  process.stdout.write(
    json ? `${JSON.stringify({ portal: kept.portal })}\n` : `Signed out at ${kept.portal}\n`,
  )
}

/** One that has ended already is as good as ended. */
export async function endAtCentre({ portal, ca, token }: KeptSignIn): Promise<void> {
  const connection = new CentreConnection(
    portal,
    { ca: await readCa(ca) },
    { proxy: await proxyOf('environment'), headers: { authorization: `Bearer ${token}` } },
  )
  try {
    await connection.call({ method: 'DELETE', path: '/api/session' })
  } finally {
    connection.close()
  }
}
