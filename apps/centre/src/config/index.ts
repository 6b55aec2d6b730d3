/** The configuration: read in one place, checked by one schema. */
export { ConfigError, parseConfig, readConfig } from './read-config.ts'
export type { Config, ConfigFile, JtpConfig, OidcConfig, S3Config, SamlConfig } from './schema.ts'
export { configOptions } from './table.ts'
