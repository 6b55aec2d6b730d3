/** What others start the centre with. */
export type { BootstrapFile } from './bootstrap/index.ts'
export type { Config, ConfigFile } from './config/index.ts'
