/** Reads the configuration file, once. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { type Config, configSchema, type JtpConfig } from './schema.ts'

/** The configuration cannot be used; the message says why, in a sentence for the person who wrote it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Paths in the file are relative to the folder that it lies in. */
export async function readConfig(path: string): Promise<Config> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`The configuration ${path} cannot be read: ${messageOf(error)}`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`The configuration ${path} is not JSON: ${messageOf(error)}`)
  }
  return parseConfig(json, dirname(resolve(path)), path)
}

/** `folder`: what relative paths are relative to. */
export function parseConfig(json: unknown, folder: string, name = 'The configuration'): Config {
  const result = configSchema.safeParse(json)
  if (!result.success) throw new ConfigError(`${name} is wrong:\n${z.prettifyError(result.error)}`)
  return withAbsolutePaths(result.data, folder)
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const absolute = (path: string) => resolve(folder, path)
  const orNull = (path: string | null) => (path === null ? null : absolute(path))
  const tls = (files: { certFile: string; keyFile: string }) => ({
    certFile: absolute(files.certFile),
    keyFile: absolute(files.keyFile),
  })
  const { portal, certificateEntrance, dicom, jtp, mail, packages } = config
  return {
    ...config,
    dataFolder: absolute(config.dataFolder),
    portal: { ...portal, tls: tls(portal.tls), folder: orNull(portal.folder) },
    certificateEntrance: {
      ...certificateEntrance,
      tls: tls(certificateEntrance.tls ?? portal.tls),
    },
    dicom: { ...dicom, tls: tls(dicom.tls ?? portal.tls) },
    audit: {
      repository: config.audit.repository && {
        ...config.audit.repository,
        certFile: orNull(config.audit.repository.certFile),
        keyFile: orNull(config.audit.repository.keyFile),
      },
    },
    jtp: jtp === null ? null : jtpFiles(jtp, absolute),
    packages: {
      s3: packages.s3 && { ...packages.s3, credentialsFile: orNull(packages.s3.credentialsFile) },
    },
    mail:
      mail.smtp === null
        ? mail
        : { ...mail, smtp: { ...mail.smtp, passwordFile: orNull(mail.smtp.passwordFile) } },
    registration: {
      ...config.registration,
      conditionsFolder: orNull(config.registration.conditionsFolder),
    },
    encryption: { ...config.encryption, keyFile: orNull(config.encryption.keyFile) },
    keys: { sealFile: orNull(config.keys.sealFile) },
    signing: { keyFile: orNull(config.signing.keyFile) },
    trust: { caFiles: config.trust.caFiles.map(absolute) },
    bootstrapFile: orNull(config.bootstrapFile),
  }
}

function jtpFiles(jtp: JtpConfig, absolute: (path: string) => string): JtpConfig {
  if (jtp.protocol !== 'saml') return { ...jtp, clientSecretFile: absolute(jtp.clientSecretFile) }
  const { identityProvider, keyFile, certFile } = jtp
  return {
    ...jtp,
    identityProvider:
      'metadataFile' in identityProvider
        ? { metadataFile: absolute(identityProvider.metadataFile) }
        : { ...identityProvider, certFiles: identityProvider.certFiles.map(absolute) },
    keyFile: keyFile === null ? null : absolute(keyFile),
    certFile: certFile === null ? null : absolute(certFile),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
