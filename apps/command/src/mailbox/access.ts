/**
 * Who calls the centre from a terminal: told by flags, by the environment, or by a file, in this order; without a certificate,
 * whoever has signed in (`epacs login`). The file is `epacs/config.yaml` below `XDG_CONFIG_HOME` (`~/.config`; on Windows
 * `%APPDATA%`).
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import {
  CentreConnection,
  CentreProblem,
  lastingReason,
  NodeError,
  proxyOf,
  type TlsTrust,
} from '@epacs/node/client'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { z } from 'zod'
import { signedInAt } from '../sign-in/kept-sign-in.ts'

export interface AccessOptions {
  readonly centre?: string
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
  /** Id of the one that acts, of those that the person belongs to. */
  readonly institution?: string
}

const SETTINGS = ['centre', 'cert', 'key', 'ca', 'institution'] as const
const FILES: ReadonlySet<string> = new Set(['cert', 'key', 'ca'])
const PKCS12 = /\.(p12|pfx)$/i

const fileSchema = z.strictObject({
  centre: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  ca: z.string().optional(),
  institution: z.string().optional(),
})

export function withAccess(command: Command): Command {
  return command
    .option('--centre <url>', 'the certificate entrance of the centre (EPACS_CENTRE)')
    .option('--cert <file>', 'your certificate, PEM or PKCS#12 (EPACS_CERT)')
    .option('--key <file>', 'its key, PEM; a PKCS#12 file holds both (EPACS_KEY)')
    .option('--ca <file>', "the authority of the centre's server certificate, PEM (EPACS_CA)")
    .option('--institution <id>', 'for which of your institutions you act (EPACS_INSTITUTION)')
}

const WHERE_THE_FILE_IS =
  process.platform === 'win32' ? '%APPDATA%\\epacs\\config.yaml' : '~/.config/epacs/config.yaml'

export const ACCESS_HELP = `
Who calls: --centre, --cert, --key, --ca and --institution; else EPACS_CENTRE, EPACS_CERT, EPACS_KEY, EPACS_CA and
EPACS_INSTITUTION; else centre, cert, key, ca and institution in ${WHERE_THE_FILE_IS}, which XDG_CONFIG_HOME
moves. The passphrase of a PKCS#12 file is taken from EPACS_PASSPHRASE alone.
Without a certificate: whoever has signed in with epacs login.`

function configPath(environment: NodeJS.ProcessEnv = process.env): string {
  const base =
    environment.XDG_CONFIG_HOME ??
    (process.platform === 'win32' ? environment.APPDATA : undefined) ??
    join(homedir(), '.config')
  return join(base, 'epacs', 'config.yaml')
}

/** The file's settings, its paths taken from its folder; none when there is no such file. @throws NodeError */
async function readAccessFile(path: string): Promise<AccessOptions> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new NodeError(`${path} cannot be read: ${error.message}`, { cause: error })
  })
  if (text === undefined) return {}
  const read = fileSchema.safeParse(parsed(text, path) ?? {})
  if (!read.success) {
    throw new NodeError(
      `${path}: only centre, cert, key, ca and institution can stand there, each with a text. ${read.error.issues
        .map(({ path: at, message }) => `${at.join('.')}: ${message}`)
        .join('. ')}`,
    )
  }
  return Object.fromEntries(
    Object.entries(read.data).map(([name, value]) => [
      name,
      FILES.has(name) && value !== undefined ? resolve(dirname(path), value) : value,
    ]),
  )
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new NodeError(`${path} is no YAML: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

export interface Access {
  readonly centre: string
  readonly trust: TlsTrust
  /** With each request. */
  readonly headers: Readonly<Record<string, string>>
}

/** What is said of who calls, from wherever; nothing of it is looked at. @throws NodeError: the file cannot be read */
export async function settingsOf(
  flags: AccessOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<AccessOptions> {
  const file = await readAccessFile(configPath(environment))
  return Object.fromEntries(
    SETTINGS.map((name) => [
      name,
      flags[name] ?? environment[`EPACS_${name.toUpperCase()}`] ?? file[name],
    ]).filter(([, value]) => value !== undefined && value !== ''),
  )
}

/** @throws NodeError: it is not said who calls, or a file cannot be read */
export async function accessOf(
  flags: AccessOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Access> {
  const settings = await settingsOf(flags, environment)
  const { centre, cert, key, ca, institution } = settings
  const headers = institution === undefined ? {} : { 'x-epacs-institution': institution }
  if (cert === undefined && key === undefined) {
    const signedIn = await signedInAt(centre, environment)
    if (signedIn !== undefined) {
      const { portal, token, ca: trusted } = signedIn
      const authority = ca ?? trusted ?? undefined
      return {
        centre: portal,
        trust: { ca: authority === undefined ? undefined : (await contentOf(authority)).toString('utf8') },
        headers: { ...headers, authorization: `Bearer ${token}` },
      }
    }
  }
  const holdsKey = cert !== undefined && PKCS12.test(cert)
  if (centre === undefined || cert === undefined || (key === undefined && !holdsKey)) {
    throw new NodeError(`It is not said who calls: epacs login signs in.${ACCESS_HELP}`)
  }
  const authority = ca === undefined ? undefined : (await contentOf(ca)).toString('utf8')
  const certificate = await contentOf(cert)
  // A key that stands elsewhere is another certificate's.
  if (key === undefined || holdsKey) {
    const passphrase = environment.EPACS_PASSPHRASE
    return {
      centre,
      headers,
      trust: checked({
        ca: authority,
        pfx: certificate,
        ...(passphrase === undefined ? {} : { passphrase }),
      }),
    }
  }
  return {
    centre,
    headers,
    trust: checked({
      ca: authority,
      cert: certificate.toString('utf8'),
      key: (await contentOf(key)).toString('utf8'),
    }),
  }
}

/** Runs `work` on a connection of its own. @throws NodeError: no access, or what the centre answers, in words */
export async function atCentre<T>(
  flags: AccessOptions,
  work: (connection: CentreConnection) => Promise<T>,
): Promise<T> {
  const { centre, trust, headers } = await accessOf(flags)
  const connection = new CentreConnection(centre, trust, { proxy: await proxyOf('environment'), headers })
  try {
    return await work(connection)
  } catch (error) {
    if (isSignInOver(error)) throw new NodeError(SIGN_IN_OVER, { cause: error })
    if (error instanceof CentreProblem) throw new NodeError(error.message, { cause: error })
    const reason = lastingReason(error) ?? (isOfNetwork(error) ? error.message : undefined)
    if (reason !== undefined) throw new NodeError(`The centre was not reached: ${reason}`, { cause: error })
    throw error
  } finally {
    connection.close()
  }
}

/** The word that the centre has for visitors: who calls with a certificate is told what is wrong with that. */
export function isSignInOver(error: unknown): boolean {
  if (error instanceof CentreProblem) return error.code === 'not-signed-in'
  return error instanceof Error && error.cause !== undefined && isSignInOver(error.cause)
}

export const SIGN_IN_OVER =
  'The centre does not know who calls: the sign-in is over, or was ended in the portal. epacs login signs in again.'

function isOfNetwork(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && /^E[A-Z]+$|CERT|^ERR_(TLS|SSL)_/.test(String(error.code))
  )
}

function checked(trust: TlsTrust): TlsTrust {
  try {
    createSecureContext(trust)
    return trust
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(
      `The certificate cannot be used: ${reason}. Is it the right key, or the right EPACS_PASSPHRASE?`,
      { cause: error },
    )
  }
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new NodeError(`${path} cannot be read.`, { cause: error })
  }
}
