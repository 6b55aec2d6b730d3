/** The identity provider of JTP as openid-client knows it: discovered when first needed, and again after a while. */
import { readFile } from 'node:fs/promises'
import * as oidc from 'openid-client'
import type { OidcConfig } from '../../../config/index.ts'

const REDISCOVER_AFTER_MS = 10 * 60_000
const TIMEOUT_SECONDS = 10

const providers = new WeakMap<OidcConfig, JtpProvider>()

/** One for each centre. */
export function jtpProvider(config: OidcConfig): JtpProvider {
  const before = providers.get(config)
  if (before !== undefined) return before
  const made = new JtpProvider(config)
  providers.set(config, made)
  return made
}

export class JtpProvider {
  readonly #config: OidcConfig
  #discovered: { readonly configuration: oidc.Configuration; readonly atMs: number } | undefined
  #discovering: Promise<oidc.Configuration> | undefined

  constructor(config: OidcConfig) {
    this.#config = config
  }

  /** Throws when the provider cannot be reached; the next call tries again. */
  async configuration(): Promise<oidc.Configuration> {
    const discovered = this.#discovered
    if (discovered !== undefined && performance.now() - discovered.atMs < REDISCOVER_AFTER_MS) {
      return discovered.configuration
    }
    this.#discovering ??= this.#discover().finally(() => {
      this.#discovering = undefined
    })
    return await this.#discovering
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecretFile } = this.#config
    const secret = (await readFile(clientSecretFile, 'utf8')).trim()
    const configuration = await oidc.discovery(
      new URL(issuer),
      clientId,
      { client_secret: secret },
      // The method that every provider has to know (OpenID Connect Core, 9).
      oidc.ClientSecretBasic(secret),
      // ID tokens are verified by their signature, too, not only by the connection they came through.
      { timeout: TIMEOUT_SECONDS, execute: [oidc.enableNonRepudiationChecks] },
    )
    this.#discovered = { configuration, atMs: performance.now() }
    return configuration
  }
}
